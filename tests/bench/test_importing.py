from promptstudio.bench.importing import measure


def test_a_small_file_is_measured() -> None:
    head, rule, row = measure(megabytes=1)
    assert len(row.split("|")) == len(head.split("|")) == len(rule.split("|"))
    size, rows, *_ = (cell.strip() for cell in row.strip("|").split("|"))
    assert size == "1"
    assert int(rows.replace(",", "")) > 1000
