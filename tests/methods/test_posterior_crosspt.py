import torch
from torch import Tensor

from promptstudio.core.expansion import expand
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.methods.registry import methods
from tests.methods.fakes import SOURCES, TARGETS, Bench, FunctionOracle, rows_of, seeded, wavy_loss

P, D, M = 2, 3, 4


def bench(key: str = "posterior_crosspt", **values: object) -> Bench:
    plain = {
        "num_virtual_tokens": P,
        "joint_optimizer": "sgd",
        "prompt_lr": 1.0,
        "router_lr": 1.0,
        "joint_batch_size": 4,
        "parts": "shared",
    }
    sources = tuple(f"source{number}" for number in range(M)) if key == "crosspt" else SOURCES
    oracle = FunctionOracle(wavy_loss)
    return Bench(methods()[key], {**plain, **values}, oracle, token_dim=D, sources=sources)  # type: ignore[arg-type]


def particles() -> Tensor:
    return torch.randn(M, P, D, generator=seeded("particles"), dtype=torch.float64)


def begun(tuned: Bench) -> dict[str, Tensor]:
    name = "sources" if tuned.info.key == "crosspt" else "particles"
    state = dict(tuned.begin(tuned.active[-1][0], {name: particles()}))
    router = torch.randn(state["router"].shape, generator=seeded("router"), dtype=torch.float64)
    return {**state, "router": router}


def stepped(tuned: Bench, state: dict[str, Tensor]) -> dict[str, Tensor]:
    return dict(tuned.step(tuned.active[-1][0], state, 3))


def negative_log_density(weights: Tensor, sources: Tensor, anchors: Tensor, sigma: float) -> float:
    """Minus the log of the mixture density, target by target, from the definition."""
    total = 0.0
    for row in weights:
        mixed = sum(w * s for w, s in zip(row, sources, strict=True))
        terms = [float(((mixed - a) ** 2).sum()) / (2 * sigma**2) for a in anchors]
        density = sum(torch.tensor(-t, dtype=torch.float64).exp() for t in terms) / len(anchors)
        total -= float(torch.as_tensor(density).log())
    return total


def test_without_weight_it_is_crosspt_over_the_particles() -> None:
    hybrid, plain = bench(posterior_weight=0.0), bench("crosspt")
    found, expected = stepped(hybrid, begun(hybrid)), stepped(plain, begun(plain))
    for name in ("router", "sources"):
        torch.testing.assert_close(found[name], expected[name])


def test_the_posterior_pulls_as_its_slope_says() -> None:
    weight, sigma = 0.3, 1.5
    held, free = bench(posterior_weight=weight, posterior_sigma=sigma), bench(posterior_weight=0.0)
    state = begun(held)
    state["anchors"] = state["anchors"] + 0.5  # so that moving the sources matters too
    pull = {
        name: stepped(free, state)[name] - stepped(held, state)[name]
        for name in ("router", "sources")
    }
    generator_gates = held.method._sampled  # type: ignore[attr-defined]
    temperature = 1.0 - 3 * held.config.annealing  # type: ignore[attr-defined]

    def penalty(values: dict[str, Tensor]) -> float:
        weights, _ = generator_gates(held.env("joint"), values, temperature, 3)
        return weight * negative_log_density(weights, values["sources"], values["anchors"], sigma)

    for name, found in pull.items():
        expected = torch.zeros(state[name].numel(), dtype=torch.float64)
        for place in range(len(expected)):
            shift = torch.zeros(len(expected), dtype=torch.float64)
            shift[place] = 1e-5
            shift = shift.view_as(state[name])
            up = penalty({**state, name: state[name] + shift})
            down = penalty({**state, name: state[name] - shift})
            expected[place] = (up - down) / 2e-5
        assert float(expected.abs().max()) > 1e-3, name
        torch.testing.assert_close(found.flatten(), expected, rtol=1e-5, atol=1e-8, msg=name)


def test_particles_are_the_columns_of_the_router() -> None:
    tuned = bench(masking_study=True)
    state = stepped(tuned, begun(tuned))
    names = {name for name in tuned.metrics["joint"][0] if name.startswith("router/")}
    assert names == {f"router/{t}/particle_{m}" for t in TARGETS for m in range(1, M + 1)}
    state = {name: value.float() for name, value in state.items()}
    found = tuned.method.companions(tuned.env("joint"), state, TARGETS[0], rows_of("hotel", 1))  # type: ignore[attr-defined]
    assert "keep/particle_4" in found


def test_the_source_stage_is_that_of_svgd_transfer() -> None:
    study = StudySpec(
        name="s",
        source_tasks=SOURCES,
        target_tasks=TARGETS,
        methods=(MethodSpec(key="svgd_transfer"), MethodSpec(key="posterior_crosspt")),
    )
    jobs = expand(
        study,
        study_id="s",
        methods=methods(),
        fingerprints=dict.fromkeys((*SOURCES, *TARGETS), "f"),
    )
    stages = [job.spec.method for job in jobs if job.spec.kind == "stage"]
    assert stages == ["svgd_transfer", "posterior_crosspt"]
