"""The estimate of memory: parts that add up, and grow where they have to."""

from dataclasses import replace

import pytest

from promptstudio.analysis.estimate_memory import (
    TOKEN_BUDGET,
    Asked,
    Memory,
    estimate_memory,
    token_budget,
)
from promptstudio.backbones.calibrate import DEFAULT_BUDGET
from promptstudio.backbones.shape import BackboneShape

BASE = BackboneShape(
    name="t5-base",
    family="t5",
    kind="encoder-decoder",
    encoder_layers=12,
    decoder_layers=12,
    width=768,
    feed_forward=3072,
    gated=False,
    heads=12,
    kv_heads=12,
    head_width=64,
    vocabulary=32_128,
    parameters=222_903_552,
    stored={"float32": 891_614_208},
)
ASKED = Asked(virtual=20, inputs=40, outputs=2, candidates=2)


def parts(memory: Memory) -> dict[str, int]:
    return {part.name: part.size for part in memory.parts}


def test_the_parts_add_up_and_the_table_names_them_all() -> None:
    memory = estimate_memory(BASE, ASKED)
    table = memory.table()
    assert memory.total == sum(parts(memory).values())
    assert [row[0] for row in table.rows] == [*parts(memory), "together"]
    shown = [int(row[1].replace(",", "")) for row in table.rows]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=len(shown) / 2)  # each is rounded


def test_known_parts_have_their_closed_form() -> None:
    found = parts(estimate_memory(BASE, replace(ASKED, prompts=3, runs=2)))
    assert found["Weights of the model"] == 4 * 222_903_552
    assert found["Copy of the token embeddings"] == 4 * 32_128 * 768
    assert found["Prompts and their optimisers"] == 4 * 3 * 20 * 768 * 3 * 3 * 2
    assert found["Scoring, beyond training"] == found["Loading, beyond all that"] == 0
    # a micro-batch of 1024 // 62 pairs, 23 matrices of 768 x 768 for each
    assert found["Weights copied for gradients"] == 23 * 16 * 768 * 768 * 4


def test_half_the_bytes_are_converted_while_loading() -> None:
    small = Asked(virtual=1, inputs=1, outputs=1)
    found = parts(estimate_memory(BASE, small, dtype="bfloat16", budget=1))
    assert found["Weights of the model"] == 2 * 222_903_552
    assert 0.9 * 891_614_208 < found["Loading, beyond all that"] < 891_614_208
    stored = replace(BASE, stored={"bfloat16": 445_807_104})
    assert (
        parts(estimate_memory(stored, small, dtype="bfloat16", budget=1))[
            "Loading, beyond all that"
        ]
        == 0
    )


def test_many_label_words_make_scoring_the_fullest_moment() -> None:
    wide = replace(BASE, vocabulary=250_000)
    few = parts(estimate_memory(wide, replace(ASKED, candidates=2)))
    many = parts(estimate_memory(wide, replace(ASKED, candidates=150, outputs=6)))
    assert few["Scoring, beyond training"] == 0
    assert many["Scoring, beyond training"] > 0


@pytest.mark.parametrize(
    "more",
    [
        {"virtual": 100},
        {"inputs": 400},
        {"products": True},
        {"prompts": 40},
        {"runs": 9},
    ],
)
def test_more_is_never_less(more: dict[str, int]) -> None:
    """One pair in a micro-batch, so that longer rows do not make it smaller."""
    alone = {"budget": 1}
    less = estimate_memory(BASE, ASKED, **alone).total  # type: ignore[arg-type]
    assert estimate_memory(BASE, replace(ASKED, **more), **alone).total > less  # type: ignore[arg-type]


def test_a_larger_budget_keeps_more() -> None:
    totals = [estimate_memory(BASE, ASKED, budget=b).total for b in (256, 512, 1024, 2048)]
    assert totals == sorted(set(totals))


def test_budgets_are_those_of_the_oracle() -> None:
    assert TOKEN_BUDGET == DEFAULT_BUDGET
    assert token_budget(BASE, "cpu") == 1024
    assert token_budget(replace(BASE, parameters=1_000_000), "cpu") == 2048
    assert token_budget(BASE, "cuda:1") == 8192


def test_a_gpu_is_told_apart() -> None:
    memory = estimate_memory(BASE, ASKED, device="cuda:0")
    assert "CUDA and its libraries" in parts(memory)
    assert "Python and its libraries" not in parts(memory)
    assert "the memory of 'cuda:0'" in memory.table().notes[0]
