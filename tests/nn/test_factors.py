from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from promptstudio.nn.factors import factored, near_one

sizes = st.integers(1, 5)
fixed = settings(derandomize=True, deadline=None, max_examples=30)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@fixed
@given(tasks=sizes, length=sizes, width=sizes, rank=sizes, seed=st.integers(0, 99))
def test_it_equals_a_loop(tasks: int, length: int, width: int, rank: int, seed: int) -> None:
    drawn = generator(seed)
    prompt = torch.randn(length, width, generator=drawn, dtype=torch.float64)
    rows = torch.randn(tasks, length, rank, generator=drawn, dtype=torch.float64)
    columns = torch.randn(tasks, rank, width, generator=drawn, dtype=torch.float64)
    found = factored(prompt, rows, columns)
    assert found.shape == (tasks, length, width)
    for s in range(tasks):
        for p in range(length):
            for d in range(width):
                scale = sum(float(rows[s, p, r]) * float(columns[s, r, d]) for r in range(rank))
                assert float(found[s, p, d]) == pytest.approx(float(prompt[p, d]) * scale)


@fixed
@given(tasks=sizes, length=sizes, width=sizes)
def test_factors_of_ones_give_the_shared_prompt(tasks: int, length: int, width: int) -> None:
    prompt = torch.randn(length, width, generator=generator())
    found = factored(prompt, torch.ones(tasks, length, 1), torch.ones(tasks, 1, width))
    assert torch.equal(found, prompt.expand(tasks, -1, -1))


@pytest.mark.parametrize("rank", [1, 2, 5])
def test_factors_without_noise_have_the_product_one(rank: int) -> None:
    rows, columns = near_one(6, 7, rank, noise=0.0, generator=generator())
    assert (rows.shape, columns.shape) == ((6, rank), (rank, 7))
    torch.testing.assert_close(rows @ columns, torch.ones(6, 7))


@pytest.mark.parametrize("rank", [1, 4])
def test_noise_spreads_factors_and_leaves_their_product_near_one(rank: int) -> None:
    rows, columns = near_one(300, 400, rank, noise=0.02, generator=generator())
    for factor in (rows, columns):
        assert float(factor.std()) == pytest.approx(0.02, rel=0.1)
    product = rows @ columns
    # a sum over ranks of noise times level, from rows and columns: 0.02 times the root of two
    assert float(product.std()) == pytest.approx(0.02 * 2**0.5, rel=0.15)
    assert float(product.mean()) == pytest.approx(1.0, abs=0.01)
    assert len(torch.unique(rows, dim=1).T) == rank


def test_it_is_the_composition_of_peft() -> None:
    peft = pytest.importorskip("peft", reason="PEFT is an optional package")
    from peft.tuners.multitask_prompt_tuning import MultitaskPromptEmbedding

    config: Any = peft.MultitaskPromptTuningConfig(
        task_type="SEQ_2_SEQ_LM",
        num_virtual_tokens=5,
        token_dim=6,
        num_transformer_submodules=1,
        num_ranks=2,
        num_tasks=3,
    )
    torch.manual_seed(0)
    reference = MultitaskPromptEmbedding(config, torch.nn.Embedding(9, 6))
    with torch.no_grad():
        rows = reference.prefix_task_cols.normal_()  # PEFT's columns run over virtual tokens
        columns = reference.prefix_task_rows.normal_()
        prompt = reference.embedding.weight
        places = torch.arange(5).expand(3, -1)
        expected = reference(places, torch.arange(3))
        torch.testing.assert_close(factored(prompt, rows, columns), expected)
