"""A folder that is no model is told from one that is, without loading anything."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from promptstudio.backbones.folder import check_folder, local_folder, weight_files
from promptstudio.core.errors import BackboneError
from promptstudio.core.paths import resource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The least that is taken for a model."""
    target = tmp_path / "tiny"
    target.mkdir()
    (target / "config.json").write_text('{"model_type": "t5"}')
    (target / "tokenizer.json").write_text("{}")
    save_file({"shared.weight": np.ones((4, 2), np.float32)}, target / "model.safetensors")
    return target


def refusal(action: Any, *arguments: Any) -> str:
    with pytest.raises(BackboneError) as caught:
        action(*arguments)
    return str(caught.value)


def test_a_whole_folder_is_accepted(folder: Path) -> None:
    check_folder(folder)
    assert local_folder(str(folder)) == folder
    assert weight_files(folder) == [folder / "model.safetensors"]


def test_the_sandbox_model_is_whole() -> None:
    assert local_folder("sandbox") == resource("sandbox/model")
    check_folder(resource("sandbox/model"))


def test_an_id_of_the_hub_is_no_folder() -> None:
    assert local_folder("google-t5/t5-base") is None


def test_no_such_folder(tmp_path: Path) -> None:
    advice = "Name a model's folder, or a hub id such as owner/name."
    for source, shown in {
        str(tmp_path / "none"): str(tmp_path / "none"),
        "t5-small": "t5-small",
        "./my/model": "my/model",
        "../model": "../model",
        "models/t5/small": "models/t5/small",
    }.items():
        assert refusal(local_folder, source) == f"There is no folder '{shown}'. {advice}"
    file = tmp_path / "file"
    file.touch()
    told = f"'{file}' is a file. Name the folder that the model is in."
    assert refusal(local_folder, str(file)) == told


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    assert refusal(check_folder, tmp_path) == (
        f"The folder '{tmp_path}' is no model: it has no config.json. "
        "Name a folder that transformers' save_pretrained wrote."
    )


@pytest.mark.parametrize(
    ("base", "advice"),
    [
        ("t5-base", "name the model 't5-base', which it was trained for."),
        (None, "name the model which it was trained for."),
    ],
)
def test_an_adapter_of_peft_is_no_model(tmp_path: Path, base: str | None, advice: str) -> None:
    facts = {"peft_type": "PROMPT_TUNING", "base_model_name_or_path": base}
    (tmp_path / "adapter_config.json").write_text(json.dumps(facts))
    assert refusal(check_folder, tmp_path) == (
        f"The folder '{tmp_path}' holds a PEFT adapter, not a model. As backbone {advice}"
    )


def test_a_broken_config(folder: Path) -> None:
    path = folder / "config.json"
    path.write_text('{"model_type": ')
    told = refusal(check_folder, folder)
    assert told.startswith(f"The file '{path}' can not be read: Expecting value: line 1 column 16")
    assert told.endswith("Fetch or save the model again.")
    path.write_bytes(b"\xff")
    assert refusal(check_folder, folder).startswith(f"The file '{path}' can not be read: ")
    path.write_text("[]")
    assert refusal(check_folder, folder) == (
        f"The file '{path}' holds no JSON object. Fetch or save the model again."
    )


def test_pickled_weights_are_refused_unread(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert refusal(check_folder, folder) == (
        f"The folder '{folder}' has weights only as 'pytorch_model.bin', a format that can run "
        "code or is not read here. If you trust it, load it once with transformers' "
        "from_pretrained and write it to another folder with save_pretrained, which makes "
        "safetensors."
    )


def test_no_weights_at_all(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    assert refusal(check_folder, folder) == (
        f"The folder '{folder}' has no weights: no *.safetensors file is there."
    )


@pytest.mark.parametrize("left", [0, 7, 30, -1])
def test_weights_that_were_cut_off(folder: Path, left: int) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:left])
    assert refusal(check_folder, folder) == (
        f"The weights '{weights}' can not be read: the file is broken or was cut off. "
        "Fetch or save the model again."
    )


def test_a_missing_part_of_the_weights_is_named(folder: Path) -> None:
    weight_map = {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": weight_map}))
    assert refusal(check_folder, folder) == (
        f"The weights in '{folder}' are incomplete: 'model.safetensors.index.json' names the file "
        "'model-00002-of-00002.safetensors', which is not there. Fetch or save the model again."
    )
    save_file({"b": np.ones(2)}, folder / "model-00002-of-00002.safetensors")
    check_folder(folder)


def test_no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    assert refusal(check_folder, folder) == (
        f"The folder '{folder}' has no tokenizer.json. "
        "Save the model's tokenizer there with save_pretrained."
    )


def test_looking_loads_no_torch() -> None:
    code = (
        "import sys; from promptstudio.backbones.folder import check_folder, local_folder; "
        "check_folder(local_folder('sandbox')); "
        "print([name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
