"""What the program uses of the machine at this moment: processors, memory, GPUs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from promptstudio.core.phrases import Phrase, joined

MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """Processor time in percent of one core since the last look, and resident memory in bytes."""

    cpu_percent: float
    memory: int


@dataclass(frozen=True, slots=True)
class GpuUse:
    """One GPU: how much of the time it worked, in percent, and bytes of its memory in use."""

    percent: float
    used: int
    total: int


@dataclass(frozen=True, slots=True)
class Use:
    """Of the window, of the processes that it started (None: there are none), and all GPUs."""

    window: ProcessUse
    worker: ProcessUse | None
    gpus: tuple[GpuUse, ...]


class GpuMeter(Protocol):
    """Looks at all GPUs."""

    def look(self) -> Sequence[GpuUse]:
        """Return how they are used now."""
        ...


class NvidiaMeter:
    """Looks at NVIDIA's GPUs; sees none where there is none, or no driver."""

    def __init__(self) -> None:
        self._library: Any = _nvidia_library()

    def look(self) -> tuple[GpuUse, ...]:
        """Return how they are used now."""
        nv = self._library
        if nv is None:
            return ()
        found = []
        try:
            for index in range(nv.nvmlDeviceGetCount()):
                handle = nv.nvmlDeviceGetHandleByIndex(index)
                memory = nv.nvmlDeviceGetMemoryInfo(handle)
                percent = float(nv.nvmlDeviceGetUtilizationRates(handle).gpu)
                found.append(GpuUse(percent, int(memory.used), int(memory.total)))
        except nv.NVMLError:
            return tuple(found)
        return tuple(found)


class UseMeter:
    """Looks at this process and its children; the first look at a process knows no rate yet."""

    def __init__(self, gpus: GpuMeter) -> None:
        import psutil

        self._psutil = psutil
        self._own = psutil.Process()
        self._own.cpu_percent()
        self._children: dict[int, Any] = {}
        self._gpus = gpus

    def look(self) -> Use:
        """Return what is used now. Processes that end meanwhile are left out."""
        window = ProcessUse(self._own.cpu_percent(), self._own.memory_info().rss)
        kin = {child.pid: child for child in self._own.children(recursive=True)}
        # The same objects are asked again, since they remember when they were asked last.
        self._children = {pid: self._children.get(pid, child) for pid, child in kin.items()}
        uses = [use for child in self._children.values() if (use := self._of(child))]
        worker = (
            ProcessUse(sum(u.cpu_percent for u in uses), sum(u.memory for u in uses))
            if uses
            else None
        )
        return Use(window, worker, tuple(self._gpus.look()))

    def _of(self, child: Any) -> ProcessUse | None:
        try:
            return ProcessUse(child.cpu_percent(), child.memory_info().rss)
        except self._psutil.Error:
            return None


def size_text(size: float) -> str:
    """Return a number of bytes as a person says it: ``"640 MB"``, ``"1.2 GB"``."""
    mib = size / MIB
    return f"{mib:.0f} MB" if mib < 1000 else f"{mib / 1024:.1f} GB"


def use_text(use: Use) -> str:
    """Return one line: ``"Worker 182 % CPU, 1.2 GB · Window 3 % CPU, 140 MB"``."""
    parts = [Phrase("Window {0}", _process_text(use.window))]
    if use.worker is not None:
        parts.insert(0, Phrase("Worker {0}", _process_text(use.worker)))
    for number, gpu in enumerate(use.gpus):
        name = "GPU" if len(use.gpus) == 1 else f"GPU {number}"
        used, total = size_text(gpu.used), size_text(gpu.total)
        parts.append(Phrase("{0} {1:.0f} %, {2} of {3}", name, gpu.percent, used, total))
    return joined(" · ", parts)


def _process_text(use: ProcessUse) -> str:
    return f"{use.cpu_percent:.0f} % CPU, {size_text(use.memory)}"


def _nvidia_library() -> Any:
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return None
    return pynvml
