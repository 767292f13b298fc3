import pytest
import torch
from torch import Tensor

from promptstudio.core.expansion import expand
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.methods.contract import Batch, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    SOURCES,
    TARGETS,
    Bench,
    FunctionOracle,
    QuadraticOracle,
    rows_of,
    seeded,
    wavy_loss,
)

P, D = 2, 3


def bench(oracle: object = None, **values: object) -> Bench:
    """Plain gradient descent, so that steps show gradients and learning rates."""
    plain = {
        "num_virtual_tokens": P,
        "joint_optimizer": "sgd",
        "prompt_lr": 0.05,
        "router_lr": 0.7,
        "joint_batch_size": 4,
    }
    oracle = oracle or QuadraticOracle()
    return Bench(methods()["crosspt"], {**plain, **values}, oracle, token_dim=D)  # type: ignore[arg-type]


def draw(*words: object, shape: tuple[int, ...]) -> Tensor:
    return torch.randn(*shape, generator=seeded(*words), dtype=torch.float64)


def joint_state(tuned: Bench) -> dict[str, Tensor]:
    """A state with nothing at zero, in float64."""
    stage = tuned.active[-1][0]
    state = tuned.begin(stage, {"sources": draw("s", shape=(3, P, D))})
    return {
        name: draw(name, shape=tuple(value.shape)) if value.dim() else value
        for name, value in state.items()
    }


def gates(tuned: Bench, router: Tensor, index: int) -> Tensor:
    """The random gates of a step, by the definition of the relaxed Bernoulli."""
    generator = tuned.env("joint").generator("router", index)
    uniform = torch.rand(router.shape, generator=generator, dtype=torch.float64)
    temperature = tuned.config.temperature - index * tuned.config.annealing  # type: ignore[attr-defined]
    return torch.sigmoid((router + uniform.log() - (1 - uniform).log()) / temperature)


def by_loop(tuned: Bench, state: State, weights: Tensor) -> list[Tensor]:
    """Compose prompts target by target, straight from the definition."""
    config = tuned.config
    found = []
    for t in range(len(TARGETS)):
        if config.parts == "private":  # type: ignore[attr-defined]
            found.append(state["private"][t])
            continue
        shared = sum(weights[t, s] * state["sources"][s] for s in range(len(SOURCES)))
        if config.parts == "shared":  # type: ignore[attr-defined]
            found.append(shared)
            continue
        private = state["private"][t]
        if config.route_private:  # type: ignore[attr-defined]
            private = weights[t, len(SOURCES)] * private
        ways = {
            "sum": shared + private,
            "product": shared * private,
            "concat": torch.cat([shared, private]),
        }
        found.append(ways[config.composition])  # type: ignore[attr-defined]
    return found


def weights_of(tuned: Bench, router: Tensor, index: int) -> Tensor:
    found = gates(tuned, router, index)
    if tuned.config.sum_to_one:  # type: ignore[attr-defined]
        found = found / found.sum(1, keepdim=True)
    kinds = {"none": found, "softmax": found.softmax(1), "sigmoid": found.sigmoid()}
    return kinds[tuned.config.normalizer]  # type: ignore[attr-defined]


def total_loss(tuned: Bench, state: State, batch: Batch, index: int) -> Tensor:
    """The sum over targets of the mean losses under a step's random gates."""
    has_router = "router" in state
    weights = weights_of(tuned, state["router"], index) if has_router else torch.zeros(0)
    prompts = by_loop(tuned, state, weights)
    losses = []
    for prompt, part in zip(prompts, batch.parts, strict=True):
        tokens = sum(len(row.target_ids) for row in part.rows)
        losses.append(torch.stack([wavy_loss(prompt, row) for row in part.rows]).sum() / tokens)
    return torch.stack(losses).sum()


CASES: list[dict[str, object]] = [
    {},
    {"composition": "product"},
    {"composition": "concat"},
    {"route_private": False},
    {"normalizer": "softmax", "sum_to_one": False},
    {"normalizer": "sigmoid", "temperature": 3.0},
    {"parts": "shared"},
    {"parts": "private"},
]


@pytest.mark.parametrize("values", CASES, ids=lambda v: "-".join(map(str, v.values())) or "default")
def test_updates_equal_finite_differences(values: dict[str, object]) -> None:
    """Every trained tensor moves by its own learning rate times the loss's slope."""
    tuned = bench(FunctionOracle(wavy_loss), **values)
    stage, index = tuned.active[-1][0], 2
    state = joint_state(tuned)
    batch = tuned.batch(stage, index)
    after = tuned.step(stage, state, index)
    mean_loss = total_loss(tuned, state, batch, index).item() / len(TARGETS)
    assert tuned.metrics["joint"][0]["loss"] == pytest.approx(mean_loss)
    rates = {"router": 0.7, "sources": 0.05, "private": 0.05}
    trained = [name for name in rates if name in state]
    assert trained
    for name in trained:
        expected = torch.zeros_like(state[name])
        for place in range(expected.numel()):
            shift = torch.zeros(expected.numel(), dtype=torch.float64)
            shift[place] = 1e-5
            shift = shift.view_as(expected)
            up = total_loss(tuned, {**state, name: state[name] + shift}, batch, index)
            down = total_loss(tuned, {**state, name: state[name] - shift}, batch, index)
            expected.view(-1)[place] = (up - down) / 2e-5
        assert float(expected.abs().max()) > 1e-4, name
        found = (state[name] - after[name]) / rates[name]
        torch.testing.assert_close(found, expected, rtol=1e-6, atol=1e-8, msg=name)


def test_shapes() -> None:
    state = bench().run_stage(*bench().active[0], {})
    assert state["sources"].shape == (3, P, D)
    for values, columns, length in [
        ({}, 4, P),
        ({"route_private": False}, 3, P),
        ({"parts": "shared"}, 3, P),
        ({"composition": "concat"}, 4, 2 * P),
    ]:
        tuned = bench(**values)
        joint = tuned.begin(tuned.active[-1][0], state)
        assert joint["router"].shape == (2, columns)
        assert ("private" in joint) == (values.get("parts") != "shared")
        artifact = tuned.method.artifact(tuned.env("joint"), joint, TARGETS[1])
        assert artifact.prompt.shape == (length, D)


@pytest.mark.parametrize(("train_sources", "moves"), [(True, True), (False, False)])
def test_frozen_sources_do_not_move(*, train_sources: bool, moves: bool) -> None:
    tuned = bench(train_sources=train_sources, joint_steps=3, joint_optimizer="adamw")
    stage, steps = tuned.active[-1]
    before = tuned.begin(stage, {"sources": draw("s", shape=(3, P, D)).float()})
    after = tuned.run_stage(stage, steps, {"sources": draw("s", shape=(3, P, D)).float()})
    assert torch.equal(before["sources"], after["sources"]) != moves
    assert ("sources.m" in after) == moves
    assert not torch.equal(before["router"], after["router"])
    assert not torch.equal(before["private"], after["private"])


def test_a_rate_of_zero_stops_its_part_alone() -> None:
    for name, rate in {"router": "router_lr", "private": "prompt_lr"}.items():
        tuned = bench(**{rate: 0.0}, joint_optimizer="adamw")
        stage, _ = tuned.active[-1]
        state = tuned.begin(stage, {"sources": draw("s", shape=(3, P, D)).float()})
        after = tuned.step(stage, state, 0)
        still = {key for key in ("router", "sources", "private") if after[key].equal(state[key])}
        assert still == ({"router"} if name == "router" else {"sources", "private"})


def test_starts_of_the_private_prompts() -> None:
    sources = draw("s", shape=(3, P, D)).float()
    expected = {
        "sources": sources.mean(0).expand(2, P, D),
        "zeros": torch.zeros(2, P, D),
        "ones": torch.ones(2, P, D),
    }
    for name, value in expected.items():
        tuned = bench(private_init=name)
        state = tuned.begin(tuned.active[-1][0], {"sources": sources})
        torch.testing.assert_close(state["private"], value)
    tuned = bench(private_init="vocabulary", init="random")
    private = tuned.begin(tuned.active[-1][0], {"sources": sources})["private"]
    vocabulary = tuned.env("joint").vocabulary
    assert (private.flatten(0, 1)[:, None] == vocabulary).all(-1).any(1).all()
    assert not torch.equal(private[0], private[1])


def test_an_untrained_router_predicts_with_the_mean_of_the_sources() -> None:
    tuned = bench()
    env = tuned.env("joint")
    sources = draw("s", shape=(3, P, D)).float()
    state = tuned.begin(tuned.active[-1][0], {"sources": sources})
    found = tuned.method.mixture(env, state, TARGETS[0], rows_of(TARGETS[0], 2)).merged
    torch.testing.assert_close(found, sources.mean(0))


@pytest.mark.parametrize("temperature", [0.2, 5.0])
def test_evaluation_weights_are_of_the_size_of_training_weights(temperature: float) -> None:
    """Without sum and normaliser, evaluation equals training averaged over many draws."""
    tuned = bench(
        temperature=temperature, annealing=0.0, sum_to_one=False, parts="shared", router_lr=0.0
    )
    state = joint_state(tuned)
    drawn = [gates(tuned, state["router"], index) for index in range(4000)]
    expected = torch.stack(drawn).mean(0)
    tuned.step(tuned.active[-1][0], state, 0)
    reported = [
        [tuned.metrics["joint"][0][f"router/{target}/{source}"] for source in SOURCES]
        for target in TARGETS
    ]
    found = torch.tensor(reported, dtype=torch.float64)
    torch.testing.assert_close(found, expected, rtol=0.0, atol=0.02)


def test_the_router_is_reported_each_step_as_evaluation_uses_it() -> None:
    tuned = bench(joint_steps=4, temperature=1.0, annealing=0.4, temperature_floor=0.3)
    state = tuned.run()["joint"]
    metrics = tuned.metrics["joint"]
    assert [step["temperature"] for step in metrics] == pytest.approx([1.0, 0.6, 0.3, 0.3])
    names = {f"router/{t}/{s}" for t in TARGETS for s in (*SOURCES, "private")}
    assert all(names <= set(step) for step in metrics)
    assert len(names) == 8
    last = {name: metrics[-1][name] for name in names}
    for number, target in enumerate(TARGETS):
        row = [last[f"router/{target}/{column}"] for column in (*SOURCES, "private")]
        assert sum(row) == pytest.approx(1.0)
        parts = torch.cat([state["sources"], state["private"][number : number + 1]])
        expected = sum(weight * part for weight, part in zip(row, parts, strict=True))
        artifact = tuned.method.artifact(tuned.env("joint"), state, target)
        torch.testing.assert_close(artifact.prompt, expected)


def test_the_router_finds_the_source_that_is_the_target() -> None:
    """One source prompt stands at the optimum of every target, the others far away."""
    oracle = QuadraticOracle()
    best = torch.stack([oracle.center(row, (P, D)) for row in rows_of(TARGETS[0])]).mean(0)
    far = best + 3.0 * draw("far", shape=(2, P, D))
    sources = torch.cat([far[:1], best[None], far[1:]]).float()
    tuned = bench(
        oracle, parts="shared", train_sources=False, joint_optimizer="adamw", router_lr=0.1
    )
    stage, _ = tuned.active[-1]
    tuned.run_stage(stage, 150, {"sources": sources})
    last = tuned.metrics["joint"][-1]
    weights = [last[f"router/{TARGETS[0]}/{source}"] for source in SOURCES]
    assert weights[1] > 0.8, weights


@pytest.mark.parametrize(
    ("values", "stages"),
    [
        ({}, ["source", "joint"]),
        ({"source_init": "random"}, ["joint"]),
        ({"parts": "private", "private_init": "vocabulary"}, ["joint"]),
        ({"parts": "private", "private_init": "sources"}, ["source", "joint"]),
    ],
)
def test_source_training_drops_out_where_nothing_needs_it(
    values: dict[str, object], stages: list[str]
) -> None:
    assert [stage.key for stage, _ in bench(**values).active] == stages


def test_a_joint_stage_without_source_stage_keeps_the_settings_of_its_start() -> None:
    config = {"source_init": "random", "num_virtual_tokens": 7}
    study = StudySpec(
        name="s",
        source_tasks=SOURCES,
        target_tasks=TARGETS,
        methods=(MethodSpec(key="crosspt", config=config),),
    )
    jobs = expand(
        study,
        study_id="s",
        methods=methods(),
        fingerprints=dict.fromkeys((*SOURCES, *TARGETS), "f"),
    )
    (joint,) = [job for job in jobs if job.spec.kind == "stage"]
    assert joint.spec.stages == ("joint",)
    assert joint.spec.config["num_virtual_tokens"] == 7
    assert joint.spec.config["source_init"] == "random"


def masked(**values: object) -> tuple[Bench, dict[str, Tensor], dict[str, Tensor]]:
    """A state with nothing at zero, and what companions predict the first target with."""
    tuned = bench(masking_study=True, **values)
    state = {name: value.float() for name, value in joint_state(tuned).items()}
    found = tuned.method.companions(tuned.env("joint"), state, TARGETS[0], rows_of("hotel", 1))  # type: ignore[attr-defined]
    return tuned, state, {name: mixture.merged for name, mixture in found.items()}


@pytest.mark.parametrize("composition", ["sum", "product"])
def test_the_masking_study_keeps_and_removes_one_part(composition: str) -> None:
    tuned, state, found = masked(composition=composition)
    weights = tuned.method._expected(state)[0]  # type: ignore[attr-defined]
    private = weights[-1] * state["private"][0]
    parts = [weights[s] * state["sources"][s] for s in range(3)]
    assert set(found) == {
        f"{verb}/{part}" for verb in ("keep", "remove") for part in (*SOURCES, "private")
    }
    torch.testing.assert_close(found["keep/food"], parts[1])
    torch.testing.assert_close(found["keep/private"], private)
    torch.testing.assert_close(found["remove/private"], parts[0] + parts[1] + parts[2])
    rest = parts[0] + parts[2]
    whole = rest + private if composition == "sum" else rest * private
    torch.testing.assert_close(found["remove/food"], whole)


def test_without_a_masking_study_nothing_is_reported_beside() -> None:
    tuned = bench()
    assert tuned.method.companions(tuned.env("joint"), joint_state(tuned), TARGETS[0], ()) == {}  # type: ignore[attr-defined]


def test_only_the_largest_gates_count() -> None:
    tuned = bench(top_k=2, sum_to_one=False, parts="shared")
    state = joint_state(tuned)
    weights = tuned.method._expected(state)  # type: ignore[attr-defined]
    every = bench(sum_to_one=False, parts="shared").method._expected(state)  # type: ignore[attr-defined]
    for row, full in zip(weights, every, strict=True):
        assert (row > 0).sum() == 2
        assert torch.equal(row[row > 0], full[row > 0])
        assert full[row == 0].max() < row[row > 0].min()
