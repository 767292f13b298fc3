"""A study whose backbone can not be used: one sentence, exit code 2, and nothing left running."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from promptstudio.cli.app import run
from promptstudio.core.events import Status
from promptstudio.core.paths import resource
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME

STUDY = """
name = "bad"
target_tasks = ["hotel_sentiment"]
shots = 4

[backbone]
source = "{source}"
device = "{device}"

[evaluation]
test_rows = 8
validation_rows = 8

[[methods]]
key = "prompt_tuning"
config = {{ steps = 1, batch_size = 4, num_virtual_tokens = {virtual} }}
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the sandbox model to be spoilt."""
    return Path(shutil.copytree(resource("sandbox/model"), tmp_path / "model"))


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a study on a backbone; it must end with 2. Returns what was said of it."""

    def attempt(source: Path | str, device: str = "cpu", virtual: int = 4) -> str:
        study = tmp_path / "study.toml"
        study.write_text(STUDY.format(source=source, device=device, virtual=virtual))
        code = run(["run", str(study), "--workspace", str(tmp_path / "work"), "--in-process"])
        said = capsys.readouterr().err
        assert code == 2, said
        assert "Traceback" not in said
        told: list[str] = [line for line in said.splitlines() if line.startswith("promptstudio: ")]
        assert len(told) == 1
        return told[0].removeprefix("promptstudio: ")

    return attempt


def no_config(model: Path) -> None:
    (model / "config.json").unlink()


def an_adapter(model: Path) -> None:
    for name in ("config.json", "model.safetensors"):
        (model / name).unlink()
    (model / "adapter_config.json").write_text('{"base_model_name_or_path": "t5-base"}')


def broken_json(model: Path) -> None:
    (model / "config.json").write_text("{")


def no_tokenizer(model: Path) -> None:
    (model / "tokenizer.json").unlink()


def pickled(model: Path) -> None:
    (model / "model.safetensors").rename(model / "pytorch_model.bin")


def cut_off(model: Path) -> None:
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (no_config, "is no model: it has no config.json. Name a folder that"),
        (an_adapter, "holds a PEFT adapter, not a model. As backbone name the model 't5-base'"),
        (broken_json, "config.json' can not be read"),
        (no_tokenizer, "has no tokenizer.json. Save the model's tokenizer there"),
        (pickled, "has weights only as 'pytorch_model.bin'"),
        (cut_off, "model.safetensors' can not be read: the file is broken or was cut off."),
    ],
)
def test_a_folder_that_is_no_model_leaves_nothing_behind(
    tmp_path: Path,
    model: Path,
    refused: Callable[..., str],
    spoil: Callable[[Path], None],
    told: str,
) -> None:
    spoil(model)
    sentence = refused(model)
    assert told in sentence
    assert str(model) in sentence
    assert not (tmp_path / "work").exists()


def bert(model: Path) -> None:
    config = {"model_type": "bert", "architectures": ["BertForMaskedLM"]}
    (model / "config.json").write_text(json.dumps(config))


def other_sizes(model: Path) -> None:
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps(config | {"d_ff": config["d_ff"] + 8}))


def larger_vocabulary(model: Path) -> None:
    words = json.loads((model / "tokenizer.json").read_text())
    last = max(token["id"] for token in words["added_tokens"])
    last = max(last, len(words["model"]["vocab"]) - 1)
    words["added_tokens"] += [
        words["added_tokens"][0] | {"id": last + i, "content": f"<new{i}>"} for i in range(1, 5000)
    ]
    (model / "tokenizer.json").write_text(json.dumps(words))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (bert, "('bert') writes no text: it is neither an encoder-decoder nor decoder-only."),
        (other_sizes, "a file is broken or belongs to another config.json."),
        (larger_vocabulary, "tokens, but the model embeds only"),
    ],
)
def test_a_model_that_can_not_be_loaded_fails_its_run_before_it_begins(
    tmp_path: Path,
    model: Path,
    refused: Callable[..., str],
    spoil: Callable[[Path], None],
    told: str,
) -> None:
    spoil(model)
    assert told in refused(model)
    _assert_failed_unbegun(tmp_path)


def test_a_device_that_is_not_there(tmp_path: Path, refused: Callable[..., str]) -> None:
    sentence = refused("sandbox", device="cuda:63")
    assert sentence.startswith("The device 'cuda:63' is not available on this machine")
    _assert_failed_unbegun(tmp_path)


def test_a_prompt_beside_which_no_row_has_room(
    tmp_path: Path, shared: Path, refused: Callable[..., str]
) -> None:
    sentence = refused(shared / "models" / "stories260k", virtual=505)
    assert sentence.startswith(
        "The longest row of the task 'hotel_sentiment' with its prompt and answer has "
    )
    assert sentence.endswith(
        "takes 512. Lower the lengths in the backbone settings, or use fewer virtual tokens."
    )
    _assert_failed_unbegun(tmp_path)


def _assert_failed_unbegun(tmp_path: Path) -> None:
    with RunReader(tmp_path / "work" / STORE_NAME) as reader:
        records = reader.runs()
        assert [(record.status, record.step) for record in records] == [(Status.FAILED, 0)]
        assert records[0].started is None


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)
