import subprocess
import sys

import pytest

from promptstudio.core.usage import (
    GpuUse,
    NvidiaMeter,
    ProcessUse,
    Use,
    UseMeter,
    size_text,
    use_text,
)


class NoGpus:
    def look(self) -> tuple[GpuUse, ...]:
        return ()


def test_this_process_and_its_children_are_told_apart() -> None:
    meter = UseMeter(NoGpus())
    before = meter.look()
    assert before.window.memory > 1_000_000
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    )
    try:
        found = meter.look()
        assert found.worker is not None
        assert found.worker.memory > 1_000_000
        assert found.worker.memory > (before.worker.memory if before.worker else 0)
    finally:
        child.communicate()
    after = meter.look()
    assert (after.worker is None) == (before.worker is None)


def test_work_shows_as_processor_time() -> None:
    meter = UseMeter(NoGpus())
    meter.look()
    sum(range(5_000_000))
    assert meter.look().window.cpu_percent > 10


def test_gpus_are_seen_or_not() -> None:
    for gpu in NvidiaMeter().look():
        assert 0 <= gpu.percent <= 100
        assert 0 <= gpu.used <= gpu.total


def test_use_reads_as_a_line() -> None:
    window, worker = ProcessUse(3.2, 140 * 2**20), ProcessUse(181.7, 1229 * 2**20)
    gpu = GpuUse(34.0, 2 * 2**30, 80 * 2**30)
    assert use_text(Use(window, None, ())) == "Window 3 % CPU, 140 MB"
    assert use_text(Use(window, worker, (gpu,))) == (
        "Worker 182 % CPU, 1.2 GB · Window 3 % CPU, 140 MB · GPU 34 %, 2.0 GB of 80.0 GB"
    )
    assert "GPU 1 34 %" in use_text(Use(window, None, (gpu, gpu)))


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 MB"), (999 * 2**20, "999 MB"), (1000 * 2**20, "1.0 GB")]
)
def test_sizes_are_megabytes_or_gigabytes(size: int, text: str) -> None:
    assert size_text(size) == text
