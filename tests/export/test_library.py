import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_torch

from promptstudio.core.errors import LibraryError
from promptstudio.export.library import find_prompts, read_prompts
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


# -- one file, PEFT's configuration, folders in folders ---------------------------------------


def peft(folder: Path, rows: int, **config: Any) -> Path:
    path = put(folder / "adapter_model.safetensors", np.arange(rows * 3.0).reshape(rows, 3))
    values = {"peft_type": "PROMPT_TUNING", "num_virtual_tokens": 2} | config
    (folder / "adapter_config.json").write_text(json.dumps(values))
    return path


def test_a_second_copy_for_the_decoder_is_left_out_and_told(tmp_path: Path) -> None:
    peft(tmp_path / "a", 4)
    (found,) = find_prompts(tmp_path / "a")
    np.testing.assert_array_equal(found.prompt, np.arange(6.0).reshape(2, 3))
    assert found.note == "The file had 4 rows; the first 2, which the encoder reads, were taken."
    assert read_prompts(tmp_path)["a"].shape == (2, 3)
    peft(tmp_path / "b", 2)
    assert find_prompts(tmp_path / "b")[0].note == ""


def test_what_a_peft_configuration_does_not_fit_is_refused(tmp_path: Path) -> None:
    peft(tmp_path / "a", 3)
    refuse(tmp_path, "has 3 rows, but its configuration says 2 virtual tokens")
    peft(tmp_path / "a", 2, peft_type="MULTITASK_PROMPT_TUNING")
    refuse(tmp_path, "PEFT made it with 'MULTITASK_PROMPT_TUNING'")
    (tmp_path / "a" / "adapter_config.json").write_text("{")
    refuse(tmp_path, "adapter_config.json' can not be read")


def test_archives_of_numpy_are_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", prompt_embeddings=PROMPT)
    (found,) = find_prompts(tmp_path / "a.npz")
    assert (found.name, found.file) == ("a", "a.npz")
    np.testing.assert_array_equal(found.prompt, PROMPT)
    np.testing.assert_array_equal(read_prompts(tmp_path)["a"], PROMPT)


def test_archives_with_objects_and_broken_ones_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", prompt_embeddings=np.array([{}], object))
    refuse(tmp_path, "holds objects rather than numbers")
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04")
    refuse(tmp_path, "can not be read")


@pytest.mark.parametrize("form", ["peft", "safetensors", "npz"])
def test_an_export_tells_which_run_made_it(
    tmp_path: Path, prompt: np.ndarray, form: Any, new_record: Any, new_context: Any
) -> None:
    context = new_context()
    export_prompt(new_record(prompt), format=form, to=tmp_path / "food", context=context)
    (found,) = find_prompts(tmp_path)
    assert found.name == "food"
    assert found.note == (
        f"Made for the task '{context.target_task}' by the run {context.run_id} "
        f"({context.method}) of the study '{context.study}'."
    )


def test_all_prompts_of_a_tree_are_found_by_their_paths(tmp_path: Path) -> None:
    put(tmp_path / "x" / "t5" / "mnli.safetensors")
    put(tmp_path / "x" / "t5" / "qqp" / "adapter_model.safetensors", PROMPT * 2)
    put(tmp_path / "sst2.safetensors", PROMPT * 3)
    (tmp_path / "x" / "README.md").write_text("about")
    found = {one.name: one for one in find_prompts(tmp_path)}
    assert list(found) == ["sst2", "x/t5/mnli", "x/t5/qqp"]
    np.testing.assert_array_equal(found["x/t5/qqp"].prompt, PROMPT * 2)
    inside = Path("x", "t5", "qqp", "adapter_model.safetensors")
    assert found["x/t5/qqp"].file == str(Path(tmp_path.name) / inside)


def test_what_is_nothing_to_import_is_told(tmp_path: Path) -> None:
    cases = {
        "none": "There is no file or folder",
        "a.txt": "is neither .safetensors nor .npz",
        "a.pt": "is a pickle, which can run any program",
        "empty": "holds no prompt",
    }
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "a.pt").write_bytes(b"whatever")
    (tmp_path / "empty").mkdir()
    for name, words in cases.items():
        with pytest.raises(LibraryError, match=words):
            find_prompts(tmp_path / name)


def test_a_pickle_deep_in_a_tree_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "a.safetensors")
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "b.pt").write_bytes(b"whatever")
    with pytest.raises(LibraryError, match="is a pickle"):
        find_prompts(tmp_path)


def test_the_published_prompts_come_in(shared: Path) -> None:
    found = {one.name: one for one in find_prompts(shared / "prompts")}
    assert len(found) == 40
    assert found["attempt/t5-base/mnli"].prompt.shape == (100, 768)
    assert found["prompt-transferability/t5-small/imdb"].prompt.shape == (100, 512)


def test_tables_that_are_not_taken_are_told(tmp_path: Path) -> None:
    arrays = {"prompt_embeddings": PROMPT, "members": PROMPT[None]}
    save_file(arrays, tmp_path / "a.safetensors")
    (found,) = find_prompts(tmp_path)
    assert found.note == "Of the file only 'prompt_embeddings' was taken, not members."
