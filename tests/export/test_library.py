from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_torch

from promptstudio.core.errors import LibraryError
from promptstudio.export.library import read_prompts
from promptstudio.export.prompts import export_prompt

PROMPT = np.arange(6, dtype=np.float32).reshape(2, 3)


def put(path: Path, array: np.ndarray = PROMPT, key: str = "prompt_embeddings") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({key: array}, path)
    return path


def refuse(folder: Path, sentence: str) -> None:
    with pytest.raises(LibraryError) as caught:
        read_prompts(folder)
    assert sentence in str(caught.value)


def test_files_and_folders_are_read_by_name(tmp_path: Path) -> None:
    put(tmp_path / "snli.safetensors")
    put(tmp_path / "mnli.safetensors", PROMPT * 2)
    put(tmp_path / "qqp" / "adapter_model.safetensors", PROMPT[:1])
    put(tmp_path / "other" / "not_a_prompt.safetensors")
    (tmp_path / "README.md").write_text("about")
    found = read_prompts(tmp_path)
    assert list(found) == ["mnli", "qqp", "snli"]
    np.testing.assert_array_equal(found["mnli"], PROMPT * 2)
    np.testing.assert_array_equal(found["qqp"], PROMPT[:1])
    assert found["snli"].dtype == np.float64


@pytest.mark.parametrize("form", ["peft", "safetensors"])
def test_our_exports_are_read_back(
    tmp_path: Path,
    prompt: np.ndarray,
    form: Any,
    new_record: Callable[..., Any],
    new_context: Callable[..., Any],
) -> None:
    to = tmp_path / "all" / "food"
    export_prompt(new_record(prompt), format=form, to=to, context=new_context())
    for folder in (to.parent, to):
        found = read_prompts(folder)
        assert list(found) == ["food"]
        np.testing.assert_array_equal(found["food"], prompt)


def test_half_precision_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.safetensors", PROMPT.astype(np.float16))
    np.testing.assert_array_equal(read_prompts(tmp_path)["a"], PROMPT)


def test_a_missing_folder_and_an_empty_one_are_told(tmp_path: Path) -> None:
    refuse(tmp_path / "none", f"There is no folder '{tmp_path / 'none'}'.")
    refuse(tmp_path, f"'{tmp_path}' holds no prompt. Prompts are files NAME.safetensors")
    refuse(put(tmp_path / "a.safetensors"), "There is no folder")


@pytest.mark.parametrize(
    "name", ["a.pt", "a.pth", "a.bin", "a.pkl", "a.ckpt", "a/adapter_model.bin"]
)
def test_pickles_are_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"whatever")
    put(tmp_path / "b.safetensors")
    refuse(tmp_path, f"'{path}' is a pickle, which can run any program when it is read")


def test_what_training_left_in_a_peft_folder_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path / "a" / "adapter_model.safetensors")
    (tmp_path / "a" / "training_args.bin").write_bytes(b"whatever")
    assert list(read_prompts(tmp_path)) == ["a"]
    assert list(read_prompts(tmp_path / "a")) == ["a"]


def test_two_prompts_of_one_name_are_told(tmp_path: Path) -> None:
    put(tmp_path / "a.safetensors")
    put(tmp_path / "a" / "adapter_model.safetensors")
    refuse(tmp_path, "holds two prompts called 'a'")


def test_another_table_is_no_prompt(tmp_path: Path) -> None:
    path = put(tmp_path / "a.safetensors", key="weight")
    refuse(tmp_path, f"'{path}' is no prompt: it holds no table 'prompt_embeddings' but weight.")


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.ones(3, np.float32), "shape (3,) and the type float32"),
        (np.ones((2, 0), np.float32), "shape (2, 0)"),
        (np.ones((2, 3), np.int64), "type int64"),
        (np.full((2, 3), np.inf, np.float32), "must be a table of finite floating-point numbers"),
    ],
)
def test_arrays_that_are_no_prompt_are_told(tmp_path: Path, array: np.ndarray, words: str) -> None:
    path = put(tmp_path / "a.safetensors", array)
    refuse(tmp_path, words)
    refuse(tmp_path, str(path))


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"xx")
    refuse(tmp_path, f"The file '{tmp_path / 'a.safetensors'}' can not be read")


def test_a_number_type_without_numpy_is_told(tmp_path: Path) -> None:
    weight = torch.ones(2, 3, dtype=torch.bfloat16)
    save_torch({"prompt_embeddings": weight}, tmp_path / "a.safetensors")
    refuse(tmp_path, "Save the prompt as float32.")
