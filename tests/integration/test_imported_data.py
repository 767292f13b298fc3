"""Data of six kinds, imported as they lie there, run on an encoder-decoder and a decoder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from promptstudio.core.events import Status
from promptstudio.core.spec import BackboneSpec, MethodSpec
from promptstudio.planning import prepare
from promptstudio.tasks.importing.steps import keep, understand
from tests.integration.conftest import QUICK, Bench, quick_study

SOURCES = ("sst2", "trec", "task156_codah_classification_adversarial")
TARGETS = ("rte", "stsb", "xquad_en")
FOLDERS = {
    "task156_codah_classification_adversarial": (
        "natural_instructions/task156_codah_classification_adversarial.json"
    )
}


@pytest.mark.parametrize(
    "model", ["sandbox", pytest.param("models/stories260k", marks=pytest.mark.slow)]
)
def test_a_study_over_six_imported_tasks_finishes(
    open_bench: Callable[..., Bench], shared: Path, model: str
) -> None:
    bench = open_bench()
    for task in (*SOURCES, *TARGETS):
        keep(understand(str(shared / "data" / FOLDERS.get(task, task))), bench.workspace)
    study = quick_study(
        source_tasks=SOURCES,
        target_tasks=TARGETS,
        methods=(
            MethodSpec(key="prompt_tuning", config=QUICK["prompt_tuning"]),
            MethodSpec(key="svgd_transfer", config=QUICK["svgd_transfer"]),
        ),
        shots=8,
        backbone=BackboneSpec(
            source=model if model == "sandbox" else str(shared / model), max_input_tokens=192
        ),
    )
    bench.supervisor.submit(prepare(study, bench.workspace))
    bench.finish()
    runs = bench.supervisor.reader.runs()
    assert len(runs) == 2 * len(TARGETS)
    for run in runs:
        assert run.status is Status.FINISHED, run.reason
        assert run.metric in run.test
