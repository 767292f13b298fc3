"""Methods that train nothing go the whole way too: queue, scores, store, and what is taken away."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from promptstudio.core.errors import ExportError
from promptstudio.core.events import Status
from promptstudio.core.spec import EvaluationSpec, MethodSpec
from promptstudio.planning import prepare
from promptstudio.takeaway import take_away
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.splits import make_splits
from tests.integration.conftest import Bench, quick_study

TASKS = ("hotel_sentiment", "garden_answer")


def test_controls_are_run_scored_stored_and_exported_where_there_is_a_prompt(
    open_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench = open_bench()
    keys = ("majority", "text_instruction")
    study = quick_study(
        target_tasks=TASKS,
        methods=tuple(MethodSpec(key=key) for key in keys),
        evaluation=EvaluationSpec(validation_rows=8, test_rows=200),
    )
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    reader = bench.supervisor.reader
    runs = {(run.method, run.target_task): run for run in reader.runs()}
    assert {run.status for run in runs.values()} == {Status.FINISHED}
    assert len(runs) == len(keys) * len(TASKS)

    cards = load_catalogue().cards
    sentiment, answering = (make_splits(cards[task], shots=8, split_seed=0) for task in TASKS)
    first = sum(example.label == 0 for example in sentiment.test[:200]) / 200
    floor = runs["majority", "hotel_sentiment"]
    assert floor.test["accuracy"] == first
    assert floor.test["loss"] == pytest.approx(0.6931472)  # two classes with as many rows each
    said = Counter(answer for example in answering.train for answer in example.answers)
    ((most, _),) = said.most_common(1)
    share = sum(most in example.answers for example in answering.test[:200]) / 200
    assert share > 0  # otherwise any text would do
    assert runs["majority", "garden_answer"].test["exact_match"] == share
    told = runs["text_instruction", "hotel_sentiment"]
    assert told.test["accuracy"] > floor.test["accuracy"] + 0.1

    empty, words = (reader.prompt(str(run.prompt_id)) for run in (floor, told))
    assert (empty.num_virtual_tokens, empty.norm) == (0, 0.0)
    assert words.num_virtual_tokens > 3
    for format_ in ("peft", "npz"):
        to = tmp_path / format_
        take_away(reader, told.job_id, format_, to, workspace=bench.workspace)
        with pytest.raises(ExportError, match="no prompt for task 'hotel_sentiment' to export"):
            take_away(reader, floor.job_id, format_, to, workspace=bench.workspace)
