"""SPoT end to end: the source whose prompt activates the same neurons starts the target."""

from collections.abc import Callable

import torch

from promptstudio.backbones.requests import Request
from promptstudio.core.events import Status, StepDone
from promptstudio.core.spec import MethodSpec
from promptstudio.methods.contract import Ask
from promptstudio.planning import prepare
from tests.integration.conftest import Bench, quick_study

SOURCES = ("film_sentiment", "work_entailment", "book_tense")
SPOT = MethodSpec(
    key="spot",
    config={
        "retrieval": "neurons",
        "source_steps": 4,
        "source_batch_size": 4,
        "probe_steps": 3,
        "steps": 3,
        "batch_size": 4,
        "same_start": False,
    },
)


def test_the_source_with_the_most_neurons_in_common_starts_the_target(
    open_bench: Callable[..., Bench], asked: list[Request]
) -> None:
    bench = open_bench()
    study = quick_study(source_tasks=SOURCES, target_tasks=("hotel_sentiment",), methods=(SPOT,))
    bench.supervisor.submit(prepare(study, bench.workspace))
    bench.finish()
    (run,) = bench.supervisor.reader.runs()
    assert run.status is Status.FINISHED, run.reason
    assert 0.0 <= run.test["accuracy"] <= 1.0

    steps = [event for event in bench.heard if isinstance(event, StepDone)]
    first = next(event.metrics for event in steps if event.stage == "target" and event.step == 1)
    similarity = torch.tensor([first[f"similarity/{task}"] for task in SOURCES])
    weight = [first[f"weight/{task}"] for task in SOURCES]
    nearest = int(similarity.argmax())
    assert len(set(similarity.tolist())) == len(SOURCES)
    assert weight == [float(place == nearest) for place in range(len(SOURCES))]

    asks = [request for request in asked if isinstance(request, Ask)]
    (place,) = (place for place, ask in enumerate(asks) if ask.need_neurons)
    own, *sources = asks[place].prompts
    assert torch.equal(asks[place + 1].prompts[0], sources[nearest])
    assert not torch.equal(own, sources[nearest])
