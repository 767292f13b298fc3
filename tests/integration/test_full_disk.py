"""A disk that fills up during a study: one sentence, and nothing that was there is lost."""

from pathlib import Path

import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import MethodSpec
from promptstudio.planning import prepare
from promptstudio.store.database import integrity_problems
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME
from tests.integration.conftest import Bench, quick_study


def test_a_full_disk_is_told_once_and_the_store_stays_whole(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    first = prepare(
        quick_study("prompt_tuning", target_tasks=("hotel_sentiment",)), bench.workspace
    )
    bench.supervisor.submit(first)
    bench.finish()
    finished = first.jobs[0].job_id

    long = MethodSpec(key="prompt_tuning", config={"steps": 400, "batch_size": 4})
    second = prepare(quick_study("prompt_tuning", methods=(long,)), bench.workspace)
    bench.supervisor.submit(second)
    database = bench.supervisor._writer._db
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {pages + 1}")
    bench.finish()

    assert bench.supervisor.store_error is not None
    assert "full" in bench.supervisor.store_error
    assert [text for text in bench.failures if "full" in text] == [bench.supervisor.store_error]
    with pytest.raises(StoreError, match="full"):
        bench.supervisor.close()
    assert integrity_problems(tmp_path / STORE_NAME) == ()
    with RunReader(tmp_path / STORE_NAME) as reader:
        assert reader.run(finished).status is Status.FINISHED
        assert len(reader.prompts(finished)) == 1

    again = Bench(tmp_path)
    states = {again.supervisor.reader.run(job.job_id).status for job in second.jobs}
    assert states == {Status.INTERRUPTED}
    again.supervisor.close()
