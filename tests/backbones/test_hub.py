"""Models of the hub: what is asked, and what is told when the hub refuses. No network is used."""

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from huggingface_hub import constants, errors
from huggingface_hub.errors import DryRunError, HTTPError, LocalEntryNotFoundError

from promptstudio.backbones.hub import DOWNLOADS, from_hub
from promptstudio.core.errors import BackboneError

MIB = 2**20


class File(NamedTuple):
    """What a dry run tells of a file."""

    file_size: int | None
    will_download: bool


def lacking(mib: int) -> File:
    return File(mib * MIB, will_download=True)


def there(mib: int) -> File:
    return File(mib * MIB, will_download=False)


class Hub:
    """Stands for `snapshot_download`: a plan, then a folder; either may be an error."""

    def __init__(self, plan: Any = (), folder: Any = "/cache/model", cached: Any = None) -> None:
        self.plan, self.folder, self.cached = plan, folder, cached
        self.asked: list[dict[str, Any]] = []

    def __call__(self, source: str, **settings: Any) -> Any:
        self.asked.append({"source": source, **settings})
        if settings.get("dry_run"):
            return self._give(self.plan)
        if settings.get("local_files_only"):
            return self._give(self.cached or LocalEntryNotFoundError("not in the cache"))
        return self._give(self.folder)

    @staticmethod
    def _give(found: Any) -> Any:
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a hub in place of the real one, downloads allowed."""

    def place(**answers: Any) -> Hub:
        hub = Hub(**answers)
        monkeypatch.setenv(DOWNLOADS, "1")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr("huggingface_hub.snapshot_download", hub)
        return hub

    return place


def refusal(revision: str | None = None) -> str:
    with pytest.raises(BackboneError) as caught:
        from_hub("owner/name", revision)
    return str(caught.value)


def http(kind: str, status: int) -> Exception:
    """A real error of the hub's client, which wants the response that it is about."""
    response = SimpleNamespace(headers={}, status_code=status, request=None)
    error: Exception = getattr(errors, kind)("the server's words\nand more", response=response)
    return error


def unreached(cause: Exception) -> DryRunError:
    error = DryRunError("Dry run cannot be performed")
    error.__cause__ = cause
    return error


def test_a_model_is_planned_then_fetched(put: Any) -> None:
    hub = put()
    assert from_hub("owner/name", "v1") == Path("/cache/model")
    assert [call.get("dry_run", False) for call in hub.asked] == [True, False]
    assert {(call["source"], call["revision"]) for call in hub.asked} == {("owner/name", "v1")}
    assert all("*.safetensors" in call["allow_patterns"] for call in hub.asked)
    assert all("*.bin" not in call["allow_patterns"] for call in hub.asked)
    assert all("token" not in call for call in hub.asked)


def test_a_download_is_told_at_most_once_a_second(
    put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    clock = iter([0.0, 0.5, 1.5, 3.0, 4.0])
    monkeypatch.setattr("promptstudio.backbones.hub.time.monotonic", lambda: next(clock))

    def download(**settings: Any) -> str:
        bar_class = settings["tqdm_class"]
        assert [*bar_class(range(3), desc="Fetching 3 files", unit="it")] == [0, 1, 2]
        received, written = (bar_class(total=0, unit="B", unit_scale=True) for _ in range(2))
        for bar in (received, written):
            bar.total += 300 * MIB
            bar.refresh()
        received.update(100 * MIB)  # at 0.0
        written.update(110 * MIB)  # at 0.5, too soon
        received.update(100 * MIB)  # at 1.5
        written.update(10 * MIB)  # at 3.0, less than was told
        written.update(400 * MIB)  # at 4.0
        written.set_description("done")
        received.close()
        return "/cache/model"

    plan = [there(900), lacking(300)]
    monkeypatch.setattr(
        "huggingface_hub.snapshot_download",
        lambda _source, **settings: plan if settings.get("dry_run") else download(**settings),
    )
    told: list[str] = []
    assert from_hub("owner/name", None, told.append) == Path("/cache/model")
    assert told == [
        f"Downloading the model 'owner/name': {done} of 300 MiB." for done in (100, 200, 300)
    ]


@pytest.mark.parametrize(("downloads", "offline"), [("0", False), ("1", True)])
def test_only_the_cache_is_looked_into_unless_allowed(
    put: Any, monkeypatch: pytest.MonkeyPatch, downloads: str, offline: Any
) -> None:
    hub = put(cached="/cache/old")
    monkeypatch.setenv(DOWNLOADS, downloads)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", offline)
    assert from_hub("owner/name", None) == Path("/cache/old")
    assert [call["local_files_only"] for call in hub.asked] == [True]


NOT_CACHED = (
    "There is no folder 'owner/name', and the hub's model of that name is not in the local cache. "
    "Name a local folder, or "
)


def test_what_is_not_in_the_cache_says_how_it_gets_there(
    put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    monkeypatch.setenv(DOWNLOADS, "0")
    assert refusal() == f"{NOT_CACHED}set {DOWNLOADS}=1 to allow downloads."
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    way = f"start without --offline and HF_HUB_OFFLINE, and with {DOWNLOADS}=1."
    assert refusal() == NOT_CACHED + way


def test_without_a_network_the_cache_is_taken(put: Any) -> None:
    put(plan=unreached(ConnectionError("no route")), cached="/cache/old")
    assert from_hub("owner/name", None) == Path("/cache/old")


def test_without_a_network_and_cache(put: Any) -> None:
    put(plan=unreached(ConnectionError("[Errno -2] Name or service not known.\nmore")))
    assert refusal() == (
        "The model 'owner/name' can not be fetched from the hub: [Errno -2] Name or service not "
        "known. Check the network, or name a local folder."
    )


PAGE = "https://huggingface.co/owner/name"
LOG_IN = "log in with `hf auth login` or set HF_TOKEN."


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        (
            "GatedRepoError",
            403,
            (
                "The model 'owner/name' is gated: its owner gives access to those who ask. Ask for "
                f"it at {PAGE}, then {LOG_IN}"
            ),
        ),
        (
            "RepositoryNotFoundError",
            401,
            (
                "The hub shows no model 'owner/name': the name is mistyped, or the model is "
                f"private. Look at {PAGE}; for a private model {LOG_IN}"
            ),
        ),
        (
            "RevisionNotFoundError",
            404,
            (
                f"The model 'owner/name' of the hub has no revision 'v9'. Look at "
                f"{PAGE}/commits/main and change the backbone's revision."
            ),
        ),
        (
            "HfHubHTTPError",
            403,
            f"The hub refuses access to the model 'owner/name'. Look at {PAGE}; {LOG_IN}",
        ),
        (
            "HfHubHTTPError",
            503,
            (
                "The model 'owner/name' can not be fetched from the hub: the server's words. Check "
                "the network, or name a local folder."
            ),
        ),
    ],
)
def test_what_the_hub_refuses(
    put: Any, monkeypatch: pytest.MonkeyPatch, kind: str, status: int, told: str
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "https://huggingface.co")
    for answers in (
        {"plan": http(kind, status)},
        {"plan": unreached(http(kind, status))},
        {"folder": http(kind, status)},
    ):
        put(**answers)
        assert refusal("v9") == told


def test_a_connection_that_breaks_off(put: Any) -> None:
    put(folder=HTTPError("the peer closed the connection"))
    assert refusal() == (
        "The model 'owner/name' can not be fetched from the hub: the peer closed the connection. "
        "Check the network, or name a local folder."
    )


def test_a_name_that_no_model_can_have(put: Any) -> None:
    put(plan=errors.HFValidationError("Cannot have -- or .. in repo_id: 'a..b'."))
    assert refusal() == (
        "The model 'owner/name' can not be fetched from the hub: Cannot have -- or .. in repo_id: "
        "'a..b'. Check the network, or name a local folder."
    )


def test_too_little_room_is_found_before_a_download(
    put: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "not" / "there"))
    looked: list[Path] = []

    def usage(path: Path) -> Any:
        looked.append(path)
        return SimpleNamespace(free=300 * MIB)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    plan = [there(900), lacking(200), lacking(1500), File(None, will_download=True)]
    hub = put(plan=plan)
    assert refusal() == (
        "The model 'owner/name' takes 1,700 MiB to download, but the disk of the hub's cache "
        f"'{tmp_path / 'not' / 'there'}' has 300 MiB free. Free some space, or set HF_HOME to a "
        "folder on another disk."
    )
    assert looked == [tmp_path]
    assert len(hub.asked) == 1
    put(plan=[lacking(300), there(900)])
    assert from_hub("owner/name", None) == Path("/cache/model")


def test_a_disk_that_fills_while_downloading(put: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", "/cache")
    put(folder=OSError(errno.ENOSPC, "No space left on device"))
    assert refusal() == (
        "The disk is full: the model 'owner/name' can not be written to the hub's cache '/cache'. "
        "Free some space, or set HF_HOME to a folder on another disk."
    )
