import pytest

from promptstudio.analysis.presets import departures, presets_of
from promptstudio.core.paths import resource
from promptstudio.core.settings import validated
from promptstudio.core.spec import load_study
from promptstudio.methods.registry import methods


@pytest.mark.parametrize("key", sorted(methods()))
def test_every_preset_is_valid(key: str) -> None:
    for preset in presets_of(key):
        validated(methods()[key].config_type, preset.config, preset.title)
        assert preset.source


def test_presets_are_what_the_studies_have() -> None:
    study = load_study(resource("studies/bmtpt-inspired.toml"))
    (spec,) = [spec for spec in study.methods if spec.key == "svgd_transfer"]
    first = presets_of("svgd_transfer")[0]
    assert first.title.startswith("bmtpt-inspired")
    assert first.source == study.description
    assert first.config == spec.config


def test_labels_tell_presets_of_one_study_apart() -> None:
    titles = [preset.title for preset in presets_of("meta_init")]
    assert "meta-prompt-tuning-inspired" in titles[0]
    assert any(title.endswith(": Multi-task prompt") for title in titles)
    assert len(set(titles)) == len(titles)


def test_equal_settings_stand_once_and_the_defaults_not_at_all() -> None:
    configs = [preset.config for key in methods() for preset in presets_of(key)]
    assert {} not in configs
    own = [preset.config for preset in presets_of("prompt_tuning")]
    assert all(own.count(config) == 1 for config in own)
    assert not [v for config in own for v in config.values() if isinstance(v, list | tuple)]


def test_a_preset_names_no_defaults() -> None:
    for key, info in methods().items():
        defaults = info.config_type().model_dump(mode="json")
        for preset in presets_of(key):
            same = [name for name, value in preset.config.items() if value == defaults[name]]
            assert same == [], preset.title


def test_what_either_side_alone_has_departs() -> None:
    preset = {"steps": 7, "lr": 0.5, "init": "text"}
    assert departures(preset, preset) == ()
    assert departures(preset, {"steps": 7, "lr": 0.25, "rank": 2}) == ("lr", "init", "rank")
    assert departures(preset, {}) == ("steps", "lr", "init")


def test_a_method_that_no_study_sets_has_none() -> None:
    assert presets_of("majority") == ()
