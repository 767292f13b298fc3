from promptstudio.analysis.log_book import LogBook, LogFilter, LogLine

LINES = (
    LogLine(3.0, "info", "a", "stage Tuning"),
    LogLine(4.0, "warning", "a", "Labels were cut"),
    LogLine(5.0, "error", "b", "Failed: cut short"),
    LogLine(6.0, "info", "", "Exported"),
)


def book() -> LogBook:
    made = LogBook()
    for line in LINES:
        made.add(line)
    return made


def texts(lines: list[LogLine]) -> list[str]:
    return [line.text.split()[0] for line in lines]


def test_lines_are_found_by_level_words_and_job() -> None:
    made = book()
    assert texts(made.matching(LogFilter())) == ["stage", "Labels", "Failed:", "Exported"]
    assert texts(made.matching(LogFilter(least="warning"))) == ["Labels", "Failed:"]
    assert texts(made.matching(LogFilter(words="CUT short"))) == ["Failed:"]
    assert texts(made.matching(LogFilter(job_ids=frozenset("a")))) == [
        "stage",
        "Labels",
        "Exported",
    ]


def test_stored_lines_stand_where_their_time_is() -> None:
    made = book()
    assert made.knows("a")
    assert not made.knows("old")
    made.add_stored("old", [LogLine(1.0, "info", "old", "first"), LogLine(4.5, "info", "old", "x")])
    assert made.knows("old")
    found = texts(made.matching(LogFilter()))
    assert found == ["first", "stage", "Labels", "x", "Failed:", "Exported"]


def test_the_oldest_lines_give_way() -> None:
    made = LogBook(most=2)
    for line in LINES:
        made.add(line)
    assert texts(made.matching(LogFilter())) == ["Failed:", "Exported"]
