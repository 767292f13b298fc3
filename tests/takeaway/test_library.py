"""Prompts that no run made are taken away: what is written, for which model, what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from promptstudio.backbones.loader import load_backbone
from promptstudio.core.errors import BackboneError, ConfigError, ExportError, LibraryError
from promptstudio.core.paths import resource
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import ReadBack, Verify
from promptstudio.core.spec import BackboneSpec
from promptstudio.engine.verification import read_back, verify
from promptstudio.prompts import StoredPrompts, take_in
from promptstudio.store.prompt_library import PromptShelf
from promptstudio.store.writer import RunWriter
from promptstudio.takeaway import prompt_verification, take_away_prompt

WIDTH = 128
SANDBOX = BackboneSpec(device="cpu")
PROMPT = np.random.default_rng(0).normal(size=(3, WIDTH)).astype(np.float32)


class Library:
    """A library that takes in one file, and exports what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stored = StoredPrompts(folder / "s.db", folder / "spool")
        self.to = folder / "out"

    def take(self, path: Path) -> PromptEntry:
        with RunWriter(self._folder / "s.db", self._folder / "spool") as writer:
            (name,) = take_in(PromptShelf(writer), path)
        return self.stored.find(name)

    def file(self, prompt: Any = PROMPT, name: str = "mine", **config: Any) -> PromptEntry:
        """Take in a prompt; with a configuration as PEFT's folder, else as a file alone."""
        folder = self._folder / name
        folder.mkdir()
        path = folder / ("adapter_model.safetensors" if config else f"{name}.safetensors")
        save_file({"prompt_embeddings": prompt}, path)
        if config:
            (folder / "adapter_config.json").write_text(json.dumps(config))
        return self.take(path)

    def export(self, entry: PromptEntry, form: str, model: BackboneSpec | None = None) -> Any:
        data = self.stored.data(entry.prompt_id)
        result = take_away_prompt(entry, data, form, self.to, backbone=model, overwrite=True)
        question = prompt_verification(entry, result, backbone=model, file=self.stored.file)
        return result, question


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def run(snippet: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(snippet, "snippet", "exec"), found)  # noqa: S102 - our own text
    return found


@pytest.mark.parametrize("form", ["safetensors", "npz"])
def test_without_a_model_the_tables_are_all(library: Library, form: str) -> None:
    entry = library.file()
    result, question = library.export(entry, form)
    assert isinstance(question, ReadBack)
    found = run(result.snippet)
    assert found["tables"]["prompt_embeddings"].numpy().tobytes() == PROMPT.tobytes()
    assert "model" not in found
    card = (library.to / "README.md").read_text()
    assert card.startswith(f"# Soft prompt mine\n\n3 virtual tokens of width {WIDTH}. No run of")
    assert f"- Imported from {Path('mine.safetensors')}." in card
    assert "generate(" not in card
    assert "is not known here: write yours as its" in card
    facts = json.loads((library.to / "promptstudio.json").read_text())
    assert facts["prompt"]["sha256"] == entry.sha256 == result.prompt_sha256
    assert (facts["name"], facts["run_id"], facts["base_model"]) == ("mine", "", "")
    verdict = read_back(question)
    assert (verdict.matches, verdict.by, verdict.difference) == (True, "reload", 0.0)
    assert verdict.sentence == (
        f"Read back from 'prompt.{form}': every number is the stored one. No model was asked."
    )


def test_what_was_changed_behind_the_export_is_found(library: Library) -> None:
    _, question = library.export(library.file(), "safetensors")
    path = library.to / "prompt.safetensors"
    changed = load_file(path)["prompt_embeddings"]
    changed[0, 0] += 1
    save_file({"prompt_embeddings": changed}, path)
    verdict = read_back(question)
    assert not verdict.matches
    assert "the table 'prompt_embeddings' is not the stored one" in verdict.sentence
    path.unlink()
    with pytest.raises(LibraryError, match="holds no exported prompt"):
        read_back(question)


def test_a_peft_folder_needs_a_model(library: Library) -> None:
    entry = library.file()
    with pytest.raises(ExportError) as caught:
        library.export(entry, "peft")
    assert str(caught.value) == (
        "The prompt 'mine' can not be a PEFT folder, which has to name its model: that is not "
        "known, or not on this machine. Name the model that the prompt was made for, or export it "
        "as safetensors or npz."
    )
    assert not library.to.exists()


def test_a_model_that_is_named_makes_a_peft_folder(library: Library) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    result, question = library.export(library.file(), "peft", SANDBOX)
    config = json.loads((library.to / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == str(resource("sandbox/model"))
    own = json.loads((resource("sandbox/model") / "config.json").read_text())
    assert config["num_layers"] == own["num_layers"]
    assert config["num_attention_heads"] == own["num_heads"]
    assert (config["task_type"], config["token_dim"]) == ("SEQ_2_SEQ_LM", WIDTH)
    card = (library.to / "README.md").read_text()
    assert "tokenizer('write your input here', return_tensors" in card
    assert isinstance(question, Verify)
    assert question.backbone == SANDBOX
    verdict = verify(question, load_backbone(SANDBOX))
    assert (verdict.matches, verdict.by) == (True, "peft")
    assert result.prompt_sha256 == verdict.sha256


def test_a_decoder_is_named_as_one(library: Library, shared: Path) -> None:
    stories = BackboneSpec(source=str(shared / "models" / "stories260k"), device="cpu")
    entry = library.file(PROMPT[:, :64])
    result, question = library.export(entry, "peft", stories)
    config = json.loads((library.to / "adapter_config.json").read_text())
    assert (config["task_type"], config["num_layers"]) == ("CAUSAL_LM", 5)
    assert config["num_attention_heads"] == 8
    assert "AutoModelForCausalLM" in result.snippet
    assert isinstance(question, Verify)
    assert verify(question, load_backbone(stories)).matches


def test_a_model_of_another_width_is_refused(library: Library, shared: Path) -> None:
    entry = library.take(shared / "prompts/attempt/t5-base/mnli.safetensors")
    with pytest.raises(ExportError, match=r"'mnli' is 768 wide, but the model 'sandbox' has token"):
        library.export(entry, "npz", SANDBOX)
    _, question = library.export(entry, "npz")
    assert read_back(question).matches


def test_a_model_that_is_named_has_to_be_there(library: Library, tmp_path: Path) -> None:
    entry = library.file()
    gone = BackboneSpec(source=str(tmp_path / "gone"))
    with pytest.raises(BackboneError, match="There is no folder"):
        library.export(entry, "npz", gone)
    with pytest.raises(ConfigError, match="There is no format 'zip'"):
        library.export(entry, "zip")


def test_the_model_of_a_peft_folder_is_the_prompts_own(library: Library) -> None:
    model = str(resource("sandbox/model"))
    entry = library.file(base_model_name_or_path=model, num_virtual_tokens=3)
    assert entry.backbone == BackboneSpec()
    result, question = library.export(entry, "npz")
    assert isinstance(question, Verify)
    assert f"base = {model!r}" in result.snippet
    assert "- Its model: 'sandbox'." in (library.to / "README.md").read_text()
    again = library.take(library.to)
    assert again.backbone == BackboneSpec()
    assert again.sha256 == entry.sha256
    assert again.provenance[1:] == (*entry.provenance, "Its model: 'sandbox'.")


def test_a_model_of_the_hub_that_is_not_here_is_named_but_not_used(library: Library) -> None:
    entry = library.file(base_model_name_or_path="owner/name", revision="abc", task_type="X")
    assert entry.backbone == BackboneSpec(source="owner/name", revision="abc")
    result, question = library.export(entry, "safetensors")
    assert isinstance(question, ReadBack)
    assert "from_pretrained" not in result.snippet
    assert "- Its model: 'owner/name'." in (library.to / "README.md").read_text()
    with pytest.raises(ExportError, match="or not on this machine"):
        library.export(entry, "peft")


def test_a_prompt_that_follows_the_input_stays_so(library: Library, tmp_path: Path) -> None:
    entry = library.file()
    behind = SANDBOX.model_copy(update={"prompt_position": "append"})
    result, _ = library.export(entry, "npz", behind)
    again = library.take(result.folder)
    assert again.position == "append"
    assert again.for_model("x").prompt_position == "append"
    library.to = tmp_path / "second"
    with pytest.raises(ExportError, match=r"'out' was trained to follow the input, and PEFT"):
        library.export(again, "peft")
    library.export(again, "npz")
    assert "cat([inputs, prompt], 1)" in (library.to / "README.md").read_text()
