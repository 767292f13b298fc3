from promptstudio.analysis.differences import differences


def test_only_what_differs_is_listed_by_name() -> None:
    table = differences(
        {
            "run a": {"steps": 400, "lr": 0.1, "init": "text", "bandwidth": None},
            "run b": {"steps": 400, "lr": 0.3, "init": "random", "bandwidth": 2.0},
        }
    )
    assert table.columns == ("Setting", "run a", "run b")
    assert table.rows == (
        ("bandwidth", "none", "2.0"),
        ("init", "text", "random"),
        ("lr", "0.1", "0.3"),
    )
    assert table.notes == ("Equal in all runs: 1 more.",)


def test_settings_are_named_in_words() -> None:
    table = differences(
        {"a": {"job.split_seed": 0, "learning_rate": 1}, "b": {"job.split_seed": 1}}
    )
    assert [row[0] for row in table.rows] == ["learning rate", "split seed"]


def test_a_setting_that_a_run_lacks_is_a_difference() -> None:
    table = differences({"a": {"particles": 20, "lr": 1}, "b": {"lr": 1}, "c": {"lr": 1}})
    assert table.rows == (("particles", "20", "-", "-"),)


def test_one_run_and_none_differ_in_nothing() -> None:
    assert differences({"a": {"lr": 1}}).rows == ()
    assert differences({"a": {"lr": 1}}).notes == ()
    assert differences({}).columns == ("Setting",)


def test_kinds_of_values_are_told_apart() -> None:
    assert differences({"a": {"x": True}, "b": {"x": 1}}).rows == (("x", "true", "1"),)
    assert differences({"a": {"x": 1}, "b": {"x": 1}}).rows == ()
