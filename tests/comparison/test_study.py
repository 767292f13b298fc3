"""A small study on the sandbox model, run for real and compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from promptstudio.cli.app import run
from promptstudio.comparison import boards_of, records_of, tables_of
from promptstudio.comparison.details import details
from promptstudio.comparison.facts import _is_control, read
from promptstudio.comparison.swept import effects_of, effects_table, shots_of, shots_table
from promptstudio.core.tables import Table
from promptstudio.gui.stored_results import StoredResults
from promptstudio.store.queries import RunReader

STUDY = """
name = "small"
source_tasks = ["film_sentiment", "gadget_sentiment", "work_entailment"]
target_tasks = ["hotel_sentiment"]
shots = 4
source_shots = 8
seeds = [0]
published = ["dept"]

[sweep]
shots = [4, 6]

[evaluation]
every = 2
test_rows = 8
free_text = true

[[deviations]]
setting = "shots"
paper = "not known"
here = "4 and 6"

[[methods]]
key = "prompt_tuning"
config = { steps = 2 }

[[methods]]
key = "source_prompts"
config = { source_steps = 2, source = ["film_sentiment", "gadget_sentiment", "work_entailment"] }

[[methods]]
key = "crosspt"
config = { source_steps = 2, joint_steps = 2, masking_study = true }

[[methods]]
key = "svgd_transfer"
config = { source_steps = 2, steps = 2, particles = 2, inference = "particles" }
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    study = folder / "small.toml"
    study.write_text(STUDY, encoding="utf-8")
    assert run(["run", str(study), "--workspace", str(folder), "--in-process"]) == 0
    return folder


@pytest.fixture
def reader(workspace: Path) -> Iterator[RunReader]:
    with RunReader(workspace / "promptstudio.db") as opened:
        yield opened


def study_id(reader: RunReader) -> str:
    (study,) = reader.studies()
    return study.study_id


def keyed(reader: RunReader) -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = {}
    for table in tables_of(reader, study_id(reader)):
        found.setdefault(table.key, []).append(table)
    return found


def test_swept_fields_of_the_study_make_groups(reader: RunReader) -> None:
    facts = read(reader, study_id(reader))
    assert [group.name for group in facts.groups] == ["shots 4", "shots 6"]
    assert facts.unfinished == 0
    first = facts.groups[0]
    assert first.baseline == "Prompt tuning, shots 4"
    assert len(first.outcomes) == 6
    controls = {outcome.method for outcome in first.outcomes if outcome.is_control}
    assert len(controls) == 3
    assert all("Zero-shot" in name for name in controls)


def test_a_target_counts_its_part_of_the_joint_stage(reader: RunReader) -> None:
    group = read(reader, study_id(reader)).groups[0]
    rows = {outcome.method.partition(",")[0]: outcome.rows for outcome in group.outcomes}
    assert rows["CrossPT"] == 2 * 8  # two steps of eight rows, one target
    assert rows["Prompt tuning"] == 2 * 16
    assert rows["Zero-shot source prompt"] == 0


def test_every_table_is_rectangular_and_says_what_it_shows(reader: RunReader) -> None:
    tables = tables_of(reader, study_id(reader))
    for table in tables:
        assert table.title
        assert table.rows, table.key
        assert all(len(row) == len(table.columns) for row in table.rows), table.key
        assert all(0 <= place < len(table.columns) for place in table.numeric), table.key
    assert tables[0].key == "leaderboard"


def test_transfer_from_single_sources_is_a_matrix(reader: RunReader) -> None:
    matrix = keyed(reader)["transfer-source_prompts"][0]
    assert matrix.columns == ("source", "hotel_sentiment")
    assert [row[0] for row in matrix.rows] == [
        "film_sentiment",
        "gadget_sentiment",
        "work_entailment",
    ]
    gains = keyed(reader)["transfer-source_prompts-gain"][0]
    assert all(row[1][0] in "+-" for row in gains.rows)
    for table in (matrix, gains):
        behind = [reader.run(name) for ((name,),) in table.runs]
        assert [run.config["source"] for run in behind] == [row[0] for row in table.rows]
        assert {run.target_task for run in behind} == {"hotel_sentiment"}


def test_similarities_are_compared_with_the_transfer(reader: RunReader) -> None:
    (table, *_) = keyed(reader)["predictions"]
    measures = {row[1] for row in table.rows}
    assert "Cosine of mean tokens" in measures
    assert all(row[6] == "3" for row in table.rows)


def test_the_masking_study_gives_two_matrices(reader: RunReader) -> None:
    tables = keyed(reader)
    kept = next(table for key, found in tables.items() for table in found if key.startswith("keep"))
    assert [row[0] for row in kept.rows] == [
        "film_sentiment",
        "gadget_sentiment",
        "private",
        "work_entailment",
    ]
    assert any(key.startswith("remove") for key in tables)


def test_scores_beside_the_main_one(reader: RunReader) -> None:
    table = keyed(reader)["beside"][0]
    assert {"calibration error", "invalid rate", "mean prompt/accuracy"} <= set(table.columns)
    assert not any(column.startswith("keep") for column in table.columns)


def test_costs_count_shared_stages_apart(reader: RunReader) -> None:
    table = keyed(reader)["costs"][0]
    row = next(row for row in table.rows if row[0].startswith("CrossPT"))
    assert row[1] == "0"
    assert row[2] == str(2 * 8 * 3 + 2 * 8)


def test_deviations_stand_beside_the_scores(reader: RunReader) -> None:
    (table,) = keyed(reader)["deviations"]
    assert table.rows == (("shots", "not known", "4 and 6"),)


def test_records_are_numbers(reader: RunReader) -> None:
    records = records_of(reader, study_id(reader))
    assert {record["group"] for record in records} == {"shots 4", "shots 6"}
    assert all(isinstance(record["mean"], float) for record in records)
    assert len(boards_of(reader, study_id(reader))) == 2


@pytest.mark.parametrize("suffix", [".csv", ".md", ".tex", ".html"])
def test_the_command_writes_every_format(workspace: Path, tmp_path: Path, suffix: str) -> None:
    to = tmp_path / f"tables{suffix}"
    assert run(["compare", "small", "--workspace", str(workspace), "--to", str(to)]) == 0
    assert "hotel" in to.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["large"], "There is no study 'large' in the store. Studies there: small."),
        (["small", "--table", "scores"], "The study has no table 'scores'. Its tables: leaderb"),
        (["small", "--to", "x.xls"], "names no table format"),
    ],
)
def test_bad_input_is_one_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(["compare", *arguments, "--workspace", str(workspace)]) == 2
    assert message in capsys.readouterr().err


def test_a_control_is_an_entry_not_a_beginning() -> None:
    entries = {"CrossPT": True, "CrossPT, shared alone": False, "SPoT": False}
    found = {
        label: _is_control(label, entries)
        for label in ("CrossPT", "CrossPT, top_k 2", "CrossPT, shared alone, top_k 2", "SPoT, x 1")
    }
    assert list(found.values()) == [True, True, False, False]


def test_scores_over_the_number_of_rows(reader: RunReader) -> None:
    curves = shots_of(reader, study_id(reader))
    assert {curve.target for curve in curves} == {None, "hotel_sentiment"}
    (tuned,) = (c for c in curves if c.method == "Prompt tuning" and c.target)
    assert [(point.shots, point.runs) for point in tuned.points] == [(4, 1), (6, 1)]
    runs = [run for run in reader.runs() if run.label == "Prompt tuning, shots 6"]
    assert tuned.points[1].mean == runs[0].test["accuracy"]
    table = shots_table(curves)
    assert ("Prompt tuning", "all", "4") in {row[:3] for row in table.rows}


def test_what_single_settings_do(reader: RunReader) -> None:
    found = effects_of(reader, study_id(reader))
    tuned = [effect for effect in found if effect.method == "Prompt tuning"]
    assert [(effect.setting, effect.value) for effect in tuned] == [
        ("job.shots", 4),
        ("job.shots", 6),
    ]
    scores = {run.label: run.test["accuracy"] for run in reader.runs()}
    expected = scores["Prompt tuning, shots 6"] - scores["Prompt tuning, shots 4"]
    assert tuned[1].difference == pytest.approx(expected)
    sources = [effect for effect in found if effect.setting == "source"]
    assert {effect.value for effect in sources} >= {"film_sentiment", "gadget_sentiment"}
    row = next(
        row for row in effects_table(found).rows if row[:3] == (tuned[1].method, "shots", "6")
    )
    assert row[4] == f"{100 * expected:+.1f}"


def test_everything_known_of_a_run(reader: RunReader) -> None:
    run = next(run for run in reader.runs() if run.label.startswith("CrossPT"))
    table = details(reader, run.job_id)
    facts = {(part, name): value for part, name, value in table.rows}
    assert facts["Run", "status"] == "finished"
    assert facts["Scores", "test accuracy"] == f"{run.test['accuracy']:.3f}"
    assert facts["Provenance", "weights, SHA-256"] == run.backbone_sha256
    fingerprints = reader.job(run.job_id).spec.tasks
    assert facts["Provenance", "data of hotel_sentiment"] == fingerprints["hotel_sentiment"]
    assert facts["Provenance", "version of torch"] == run.versions["torch"]
    assert facts["Settings", "joint steps"] == "2"
    assert ("Costs", "gradient rows with shared stages") in facts
    assert ("Run", "note") not in facts


def test_the_window_reads_the_store(reader: RunReader, workspace: Path) -> None:
    stored = StoredResults(workspace / "promptstudio.db")
    lines = stored.runs()
    assert [line.job_id for line in lines] == [run.job_id for run in reader.runs()]
    first, *_, last = lines
    assert first.test == reader.run(first.job_id).test["accuracy"]
    table = stored.differences({first.job_id: "First", last.job_id: "Last"})
    assert table.columns[1:] == ("First", "Last")
    assert table.rows
    assert stored.curves([first.job_id]) == {first.job_id: reader.metrics(first.job_id)}
    assert stored.study(first.study_id) == reader.study(first.study_id)
    assert stored.study_of(first.job_id).target_tasks == (first.target,)
    assert stored.details(first.job_id) == details(reader, first.job_id)
    curves, table = stored.shots(first.study_id)
    assert len(table.rows) == sum(len(curve.points) for curve in curves)
    found, table = stored.effects(first.study_id)
    assert len(table.rows) == len(found)
    told = stored.predictions(first.job_id)
    assert told == reader.predictions(first.job_id)
    assert len(told) == reader.run(first.job_id).test_rows
