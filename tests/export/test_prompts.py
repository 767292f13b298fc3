import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open

from promptstudio.core.errors import ExportError
from promptstudio.export.folder import write_folder
from promptstudio.export.prompts import OWN_FILES, export_prompt

New = Callable[..., Any]


def bits(array: np.ndarray) -> bytes:
    assert array.dtype == np.float32
    return array.tobytes()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# -- contents ------------------------------------------------------------------------------


def test_peft_folder(tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New) -> None:
    result = export_prompt(
        new_record(prompt), format="peft", to=tmp_path / "out", context=new_context(revision="v1")
    )
    assert result.folder == tmp_path / "out"
    assert [path.name for path in result.files] == [
        "README.md",
        "adapter_config.json",
        "adapter_model.safetensors",
        "promptstudio.json",
    ]
    assert set(result.files) == set(result.folder.iterdir())
    assert json.loads((result.folder / "adapter_config.json").read_text()) == {
        "base_model_name_or_path": "models/tiny",
        "inference_mode": True,
        "num_attention_heads": 2,
        "num_layers": 1,
        "num_transformer_submodules": 1,
        "num_virtual_tokens": 5,
        "peft_type": "PROMPT_TUNING",
        "prompt_tuning_init": "RANDOM",
        "revision": "v1",
        "task_type": "SEQ_2_SEQ_LM",
        "token_dim": 16,
    }
    with safe_open(result.folder / "adapter_model.safetensors", framework="numpy") as file:
        assert list(file.keys()) == ["prompt_embeddings"]
        assert file.metadata() == {"format": "pt"}
        assert bits(file.get_tensor("prompt_embeddings")) == bits(prompt)


def test_model_card_tells_how_to_use_the_prompt(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    template = 'say "good"\n{text}'
    context = new_context(template=template, base_model="C:\\models\\tiny", revision="v1")
    export_prompt(new_record(prompt), format="peft", to=tmp_path / "out", context=context)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert card.startswith('---\nlibrary_name: peft\nbase_model: "C:\\\\models\\\\tiny"\n')
    snippet = card.split("```python\n")[1].split("```")[0]
    compile(snippet, "card", "exec")
    assert repr(template) in snippet
    assert "from_pretrained(base, revision='v1')" in snippet
    assert "Source tasks: `film`, `book`." in card
    assert "in class order: `bad`, `good`." in card
    assert "| test | accuracy | 0.875 |" in card


def test_model_card_without_sources_labels_and_scores(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    context = new_context(source_tasks=(), verbalizer=(), metrics={})
    export_prompt(new_record(prompt), format="peft", to=tmp_path / "out", context=context)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "Source tasks" not in card
    assert "class order" not in card
    assert "The prompt was not scored." in card


@pytest.mark.parametrize("members", [None, np.ones((3, 5, 16), dtype=np.float32)])
def test_safetensors_comes_back_bit_for_bit(
    tmp_path: Path,
    prompt: np.ndarray,
    members: np.ndarray | None,
    new_record: New,
    new_context: New,
) -> None:
    record = new_record(prompt, members, kind="plain" if members is None else "ensemble")
    export_prompt(record, format="safetensors", to=tmp_path / "out", context=new_context())
    with safe_open(tmp_path / "out" / "prompt.safetensors", framework="numpy") as file:
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        assert file.metadata() == {"format": "pt"}
    assert bits(found.pop("prompt_embeddings")) == bits(prompt)
    assert (found == {}) if members is None else bits(found["members"]) == bits(members)


def test_npz_comes_back_bit_for_bit(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    members = np.stack([prompt, prompt + 1])
    export_prompt(
        new_record(prompt, members, kind="ensemble"),
        format="npz",
        to=tmp_path / "out",
        context=new_context(),
    )
    with np.load(tmp_path / "out" / "prompt.npz", allow_pickle=False) as found:
        assert set(found) == {"prompt_embeddings", "members"}
        assert bits(found["prompt_embeddings"]) == bits(prompt)
        assert bits(found["members"]) == bits(members)


@pytest.mark.parametrize("format_", ["peft", "safetensors", "npz"])
def test_provenance_lies_beside_every_export(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New, format_: Any
) -> None:
    record = new_record(prompt)
    result = export_prompt(record, format=format_, to=tmp_path / "out", context=new_context())
    text = (tmp_path / "out" / "promptstudio.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    found = json.loads(text)
    assert found.pop("prompt") == {
        "prompt_id": "prompt-1",
        "task": "food",
        "kind": "plain",
        "num_virtual_tokens": 5,
        "token_dim": 16,
        "sha256": record.sha256,
    }
    assert found["metrics"] == {"test": {"accuracy": 0.875, "loss": None}}
    assert (found["run_id"], found["study"], found["seed"]) == ("run-1", "film to food", 3)
    assert found["config"] == {"lr": 0.3, "num_virtual_tokens": 5}
    assert found["verbalizer"] == ["bad", "good"]
    assert found["backbone_sha256"] == "ab" * 32
    assert {path.name for path in result.files} <= OWN_FILES
    assert result.prompt_sha256 == record.sha256


# -- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "position", "sentence"),
    [
        ("conditional", "prepend", "depends on the input.*safetensors or npz.*its average"),
        ("ensemble", "prepend", "mean of particles.*safetensors or npz.*the merged prompt"),
        ("plain", "append", "trained to follow the input.*safetensors or npz instead"),
    ],
)
def test_peft_refuses_what_it_can_not_express(
    tmp_path: Path,
    prompt: np.ndarray,
    new_record: New,
    new_context: New,
    kind: str,
    position: str,
    sentence: str,
) -> None:
    record, context = new_record(prompt, kind=kind), new_context(prompt_position=position)
    with pytest.raises(ExportError, match=f"prompt for task 'food' .*{sentence}"):
        export_prompt(record, format="peft", to=tmp_path / "out", context=context)
    assert list(tmp_path.iterdir()) == []
    for fits in ("safetensors", "npz"):
        export_prompt(record, format=fits, to=tmp_path / fits, context=context)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sha256": "0" * 64}, "'prompt-1' is damaged"),
        ({"num_virtual_tokens": 4}, r"not the float32 array \(4, 16\)"),
    ],
)
def test_damaged_prompt_is_refused(
    tmp_path: Path,
    prompt: np.ndarray,
    new_record: New,
    new_context: New,
    changes: dict[str, Any],
    sentence: str,
) -> None:
    with pytest.raises(ExportError, match=sentence):
        export_prompt(
            new_record(prompt, **changes),
            format="npz",
            to=tmp_path / "out",
            context=new_context(),
        )
    assert list(tmp_path.iterdir()) == []


def test_other_bytes_and_other_types_are_refused(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    import hashlib

    no_tensors = new_record(prompt, data=b"x" * 40, sha256=hashlib.sha256(b"x" * 40).hexdigest())
    with pytest.raises(ExportError, match="'prompt-1' can not be read"):
        export_prompt(no_tensors, format="npz", to=tmp_path / "out", context=new_context())
    with pytest.raises(ExportError, match="is not the float32 array"):
        export_prompt(
            new_record(prompt.astype(np.float64)),
            format="npz",
            to=tmp_path / "out",
            context=new_context(),
        )


# -- folders -------------------------------------------------------------------------------


def write(to: Path, files: dict[str, bytes], *, overwrite: bool = False) -> tuple[Path, ...]:
    return write_folder(to, files, overwrite=overwrite, own=OWN_FILES)


def test_new_and_empty_folders_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for to in (tmp_path / "empty", tmp_path / "new" / "deep"):
        assert write(to, {"prompt.npz": b"1"}) == (to / "prompt.npz",)
        assert tree(to) == {"prompt.npz": b"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "new"]


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "out", {"prompt.npz": b"1"})
    with pytest.raises(ExportError, match=r"'.*out' is not empty\. Choose another one, or allow"):
        write(tmp_path / "out", {"prompt.npz": b"2"})
    assert tree(tmp_path) == {os.path.join("out", "prompt.npz"): b"1"}  # noqa: PTH118


def test_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path / "out", {"prompt.npz": b"1", "promptstudio.json": b"1"})
    write(tmp_path / "out", {"adapter_config.json": b"2"}, overwrite=True)
    assert tree(tmp_path / "out") == {"adapter_config.json": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_other_people_s_files_are_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "out", {"prompt.npz": b"1"})
    (tmp_path / "out" / "thesis.tex").write_bytes(b"years of work")
    before = tree(tmp_path)
    with pytest.raises(ExportError, match=r"holds 'thesis\.tex', which no export wrote"):
        write(tmp_path / "out", {"prompt.npz": b"2"}, overwrite=True)
    assert tree(tmp_path) == before


def test_file_in_the_folder_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(ExportError, match=r"out' is a file\. Choose a folder"):
        write(tmp_path / "out", {"prompt.npz": b"1"}, overwrite=True)
    with pytest.raises(ExportError, match=r"can not be written: (File exists|Not a dir)"):
        write(tmp_path / "out" / "deep", {"prompt.npz": b"1"})
    assert tree(tmp_path) == {"out": b"a file"}


@pytest.mark.parametrize("failing", ["write_bytes", "rename"])
def test_failure_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    write(tmp_path / "out", {"prompt.npz": b"1", "promptstudio.json": b"1"})
    before = tree(tmp_path)
    original = getattr(Path, failing)

    def fail(path: Path, *arguments: Any) -> Any:
        if path.name in ("promptstudio.json",) or path.name.endswith("-new"):
            raise OSError(28, "No space left on device")
        return original(path, *arguments)

    monkeypatch.setattr(Path, failing, fail)
    with pytest.raises(ExportError, match=r"No space left on device\..*nothing was changed"):
        write(tmp_path / "out", {"prompt.npz": b"2", "promptstudio.json": b"2"}, overwrite=True)
    monkeypatch.undo()
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
