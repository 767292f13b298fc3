"""Laws of prompts that a router puts together from shared ones and a private one."""

from typing import Any

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from promptstudio.methods.contract import Mixture, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import SOURCES, TARGETS, Bench, rows_of
from tests.properties.draws import few_steps, seeds, tensor

settings_of_router = st.fixed_dictionaries(
    {
        "parts": st.sampled_from(["both", "shared"]),
        "normalizer": st.sampled_from(["none", "softmax", "sigmoid"]),
        "sum_to_one": st.booleans(),
        "route_private": st.booleans(),
        "top_k": st.integers(0, 4),
    }
)
routed = st.sampled_from(["crosspt", "posterior_crosspt"])


def trained(key: str, values: dict[str, Any], seed: int) -> tuple[Bench, State]:
    """A method after two joint steps, with a router that has seen far more."""
    bench = Bench(methods()[key], few_steps(key, values), seed=seed)
    state = dict(bench.run()["joint"])
    if "router" in state:
        state["router"] = 3 * tensor(seed, *state["router"].shape).float()
    return bench, state


def prompt_of(bench: Bench, state: State) -> Tensor:
    found = bench.method.mixture(bench.env("joint"), state, TARGETS[0], rows_of(TARGETS[0], 1))
    assert isinstance(found, Mixture)
    return found.merged


@given(routed, settings_of_router, seeds)
def test_a_part_and_the_rest_are_the_whole(key: str, values: dict[str, Any], seed: int) -> None:
    bench, state = trained(key, {**values, "masking_study": True, "composition": "sum"}, seed)
    rows = rows_of(TARGETS[0], 1)
    found = bench.method.companions(bench.env("joint"), state, TARGETS[0], rows)  # type: ignore[attr-defined]
    parts = {name.split("/")[1] for name in found}
    assert len(parts) >= len(SOURCES)
    whole = prompt_of(bench, state)
    for part in parts:
        both = found[f"keep/{part}"].merged + found[f"remove/{part}"].merged
        torch.testing.assert_close(both, whole, rtol=1e-5, atol=1e-6)
    every = torch.stack([found[f"keep/{part}"].merged for part in parts]).sum(0)
    torch.testing.assert_close(every, whole, rtol=1e-5, atol=1e-6)


@given(routed, seeds, st.integers(0, 4))
def test_a_router_that_trusts_no_source_predicts_with_the_private_prompt(
    key: str, seed: int, top_k: int
) -> None:
    bench, state = trained(key, {"top_k": top_k}, seed)
    router = torch.full_like(state["router"], -1000.0)
    router[:, -1] = 1000.0
    found = prompt_of(bench, {**state, "router": router})
    alone = Bench(methods()[key], few_steps(key, {"parts": "private"}), seed=seed)
    torch.testing.assert_close(found, prompt_of(alone, {"private": state["private"]}))
