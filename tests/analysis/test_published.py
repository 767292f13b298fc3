import statistics

import pytest

from promptstudio.analysis.published import figures_of, published, tables
from promptstudio.core.errors import ConfigError


def test_every_shipped_table_has_its_source_and_plausible_figures() -> None:
    found = published()
    assert set(found) == {"dept", "meta-prompt-tuning", "crosspt"}
    for table in found.values():
        assert "commit" in table.source
        assert "arXiv" in table.paper
        for figures in table.figures:
            assert all(0 <= score <= 100 for score in figures.scores.values())


@pytest.mark.parametrize(
    ("method", "mean"),
    [
        ("Prompt tuning", 55.2),
        ("Fine-tuning", 55.6),
        ("Multi-task", 52.1),
        ("MAML", 59.5),
        ("FoMAML", 58.8),
        ("Reptile", 48.2),
    ],
)
def test_the_means_of_the_meta_learning_table_are_those_of_its_source(
    method: str, mean: float
) -> None:
    table = published()["meta-prompt-tuning"]
    scores = [score for f in table.figures if f.method == method for score in f.scores.values()]
    assert len(scores) == 10
    assert statistics.fmean(scores) == pytest.approx(mean, abs=0.1)  # both sides are rounded


def test_every_figure_has_its_metric() -> None:
    """CrossFit scores superglue-cb by accuracy, the others of these tasks by macro-F1."""
    for table in published().values():
        assert all(figures.metric for figures in table.figures), table.key
    chosen = tables(["meta-prompt-tuning"])
    assert {f.score for f in figures_of(chosen, "yelp_polarity", "macro_f1")} >= {0.622}
    assert figures_of(chosen, "yelp_polarity", "accuracy") == ()
    assert figures_of(chosen, "cb", "macro_f1") == ()


def test_figures_of_a_task_come_under_its_metric_alone() -> None:
    chosen = tables(["dept", "crosspt"])
    found = figures_of(chosen, "mrpc", "f1")
    assert [figure.method for figure in found] == ["DePT"]
    assert found[0].score == pytest.approx(0.933)
    by_accuracy = figures_of(chosen, "cola", "accuracy")
    assert [figure.score for figure in by_accuracy] == pytest.approx([0.686, 0.68, 0.686])
    assert figures_of(chosen, "film_sentiment", "accuracy") == ()


def test_a_table_without_metric_answers_for_the_tasks_own() -> None:
    (first, *_) = figures_of(tables(["meta-prompt-tuning"]), "cb", "accuracy")
    assert (first.method, first.metric) == ("Prompt tuning", "accuracy")
    assert first.score == pytest.approx(0.543)


def test_a_table_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(ConfigError, match="no published figures 'bmtpt'"):
        tables(["bmtpt"])
