"""The shipped studies: each can be planned, and says where it is not its paper's."""

from pathlib import Path

import pytest

from promptstudio.analysis.published import tables
from promptstudio.core.paths import resource
from promptstudio.core.spec import StudySpec, dump_study, load_study, parse_study
from promptstudio.methods.registry import methods
from promptstudio.planning import find_study, prepare

NAMES = sorted(path.stem for path in resource("studies").glob("*.toml"))


def study(name: str) -> StudySpec:
    return find_study(name)


def test_these_studies_are_shipped() -> None:
    assert NAMES == [
        "bmtpt-inspired",
        "crosspt-inspired",
        "meta-prompt-tuning-inspired",
        "sandbox",
        "sandbox-full",
        "sandbox-shots",
        "sandbox-transfer",
        "tour",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_study_can_be_planned(name: str, tmp_path: Path) -> None:
    jobs = prepare(study(name), tmp_path).jobs
    assert jobs
    assert study(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_study_is_written_and_read_back(name: str) -> None:
    assert parse_study(dump_study(study(name)), "The text") == study(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-inspired")])
def test_a_study_after_a_paper_says_where_it_differs(name: str) -> None:
    loaded = study(name)
    assert loaded.deviations
    assert tables(loaded.published)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_study_has_its_baseline_and_a_control(name: str) -> None:
    loaded = study(name)
    infos = [methods()[entry.key] for entry in loaded.methods]
    assert infos[0].is_baseline
    if name != "sandbox":
        assert any(
            info.is_control or entry.control
            for info, entry in zip(infos, loaded.methods, strict=True)
        )


def test_the_full_study_has_every_method_on_six_targets_with_five_seeds() -> None:
    full = load_study(resource("studies/sandbox-full.toml"))
    assert {entry.key for entry in full.methods} == set(methods())
    assert (len(full.source_tasks), len(full.target_tasks), len(full.seeds)) == (6, 6, 5)
