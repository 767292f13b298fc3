"""What a question costs, counted by hand: pairs, passes and tokens."""

import pytest
import torch

from promptstudio.backbones.requests import Generate, Score
from promptstudio.core.events import Cost
from promptstudio.engine.meter import (
    changed_numbers,
    counted,
    counted_evaluation,
    peak_memory,
    stored_numbers,
)
from promptstudio.methods.contract import Ask, Distill, Row

ROWS = (
    Row(task="t", input_ids=(1, 2, 3), target_ids=(4, 5)),
    Row(task="t", input_ids=(1, 2, 3, 4, 5), target_ids=(6,)),
)
PROMPTS = torch.zeros(2, 4, 8)
PAIRS = {"rows": ROWS, "row": torch.tensor([0, 1, 0]), "prompt": torch.tensor([0, 0, 1])}
TOKENS = (3 + 2 + 4) + (5 + 1 + 4) + (3 + 2 + 4)
"""Input, target and virtual tokens of the three pairs."""


def ask(**changes: object) -> Ask:
    return Ask(prompts=PROMPTS, weight=torch.ones(3), **(PAIRS | changes))


def spent(cost: Cost) -> tuple[int, int, int, int]:
    return cost.rows, cost.tokens, cost.forwards, cost.backwards


def test_a_gradient_is_a_forward_and_a_backward_pass_of_every_pair() -> None:
    assert spent(counted(Cost(), ask())) == (3, TOKENS, 3, 3)


def test_a_loss_alone_has_no_gradient_rows() -> None:
    assert spent(counted(Cost(), ask(need_grads=False))) == (0, TOKENS, 3, 0)


def test_a_product_with_the_hessian_goes_backward_twice() -> None:
    assert spent(counted(Cost(), ask(product=torch.ones_like(PROMPTS)))) == (3, TOKENS, 3, 6)


def test_a_teacher_goes_forward_too() -> None:
    distill = Distill(teachers=torch.zeros(2, 4, 8))
    assert spent(counted(Cost(), ask(objective=distill))) == (3, 2 * TOKENS, 6, 3)


def test_costs_add_up_and_leave_the_rest_alone() -> None:
    cost = Cost(rows=10, tokens=100, forwards=20, backwards=30, evaluation_forwards=7, seconds=1.5)
    after = counted(cost, ask())
    assert spent(after) == (13, 100 + TOKENS, 23, 33)
    assert (after.evaluation_forwards, after.seconds) == (7, 1.5)


@pytest.mark.parametrize(
    "request_",
    [
        Score(prompts=PROMPTS, candidates=((1,), (2, 3)), **PAIRS),
        Generate(prompts=PROMPTS, max_new_tokens=5, **PAIRS),
    ],
)
def test_scoring_counts_its_pairs_apart(request_: Score | Generate) -> None:
    assert counted_evaluation(Cost(rows=1, forwards=2), request_) == Cost(
        rows=1, forwards=2, evaluation_forwards=3
    )


def test_a_question_of_a_method_is_no_evaluation() -> None:
    assert counted_evaluation(Cost(), ask()) == Cost()


def test_what_a_step_changes_is_trained() -> None:
    before = {
        "prompt": torch.zeros(2, 3),
        "prompt.m": torch.zeros(2, 3),
        "frozen": torch.ones(5),
        "gate": torch.zeros(()),
        "count": torch.zeros(4, dtype=torch.long),
    }
    after = {name: value + 1 for name, value in before.items()} | {"frozen": before["frozen"]}
    after["new"] = torch.ones(7)
    assert changed_numbers(before, after) == 2 * 3 + 1
    assert changed_numbers(before, before) == 0


def test_a_value_counts_whole_where_one_of_its_numbers_changed() -> None:
    after = torch.zeros(2, 3)
    after[1, 2] = 1e-30
    assert changed_numbers({"prompt": torch.zeros(2, 3)}, {"prompt": after}) == 6


def test_what_is_stored_is_counted_without_the_optimiser() -> None:
    state = {"prompt": torch.zeros(2, 3), "prompt.m": torch.zeros(2, 3), "gate": torch.zeros(())}
    assert stored_numbers(state) == 7
    assert stored_numbers({}) == 0


def test_the_peak_of_memory_is_in_bytes_and_never_falls() -> None:
    """A process with torch takes tens of millions of bytes, and not millions of millions."""
    before = peak_memory(torch.device("cpu"))
    block = torch.ones(8_000_000)
    after = peak_memory(torch.device("cpu"))
    assert 10_000_000 < before <= after < 10**12
    assert len(block) == 8_000_000
