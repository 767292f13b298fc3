"""The library of prompts over a store with imported ones."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from promptstudio.core.errors import AnalysisError, LibraryError, StoreError
from promptstudio.core.spec import BackboneSpec
from promptstudio.prompts import StoredPrompts, combine, take_in
from promptstudio.store.prompt_library import PromptShelf
from promptstudio.store.writer import RunWriter

A = np.array([[3.0, 0.0], [0.0, 4.0]], np.float32)
B = np.array([[0.0, 5.0], [0.0, 0.0]], np.float32)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[PromptShelf]:
    with RunWriter(tmp_path / "w" / "s.db", tmp_path / "w" / "spool") as writer:
        yield PromptShelf(writer)


@pytest.fixture
def library(tmp_path: Path) -> StoredPrompts:
    return StoredPrompts(tmp_path / "w" / "s.db", tmp_path / "w" / "spool")


@pytest.fixture
def both(tmp_path: Path, shelf: PromptShelf) -> list[str]:
    """Two prompts taken in from a folder."""
    folder = tmp_path / "mine"
    folder.mkdir()
    save_file({"prompt_embeddings": A}, folder / "a.safetensors")
    save_file({"prompt_embeddings": B}, folder / "b.safetensors")
    return take_in(shelf, folder)


def test_without_a_store_there_is_no_prompt(library: StoredPrompts) -> None:
    assert library.entries() == []


def test_a_folder_comes_in_by_name_with_its_origin(library: StoredPrompts, both: list[str]) -> None:
    a, b = library.entries()
    assert [a.prompt_id, b.prompt_id] == both
    assert (a.name, a.origin) == ("a", f"imported from {Path('mine', 'a.safetensors')}")
    assert (a.num_virtual_tokens, a.token_dim, a.norm) == (2, 2, 5.0)
    vectors = library.vectors(both[::-1])
    assert list(vectors) == both[::-1]
    np.testing.assert_array_equal(vectors[both[1]], B)


def test_a_folder_with_one_bad_file_leaves_nothing(
    tmp_path: Path, library: StoredPrompts, both: list[str], shelf: PromptShelf
) -> None:
    (tmp_path / "mine" / "c.safetensors").write_bytes(b"broken")
    with pytest.raises(LibraryError, match="can not be read"):
        take_in(shelf, tmp_path / "mine")
    assert [entry.prompt_id for entry in library.entries()] == both


def test_a_combination_is_stored_with_its_formula(
    library: StoredPrompts, both: list[str], shelf: PromptShelf
) -> None:
    made = combine(shelf, library, " half ", dict(zip(both, (0.5, -0.5), strict=True)))
    entry = library.find("half")
    assert entry.prompt_id == made
    assert entry.origin == "combination: 0.5 * a - 0.5 * b"
    assert entry.provenance == (
        "Combination: 0.5 * a - 0.5 * b.",
        f"'a': imported from {Path('mine', 'a.safetensors')}.",
        f"'b': imported from {Path('mine', 'b.safetensors')}.",
    )
    np.testing.assert_array_equal(library.vectors([made])[made], (A - B) / 2)
    scaled = combine(shelf, library, "scaled", dict.fromkeys(both, 0.5), rescale=True)
    assert np.linalg.norm(library.vectors([scaled])[scaled]) == pytest.approx(5.0)
    with pytest.raises(LibraryError, match="needs a name"):
        combine(shelf, library, " ", dict.fromkeys(both, 1.0))
    with pytest.raises(StoreError, match="There is no prompt 'none'"):
        combine(shelf, library, "x", {"none": 1.0})


def test_a_combination_has_the_model_that_all_its_parts_have(
    tmp_path: Path, library: StoredPrompts, both: list[str], shelf: PromptShelf
) -> None:
    def named(name: str, model: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        save_file({"prompt_embeddings": A}, folder / "adapter_model.safetensors")
        config = {"base_model_name_or_path": model, "num_virtual_tokens": 2}
        (folder / "adapter_config.json").write_text(json.dumps(config))
        return take_in(shelf, folder)[0]

    def model_of(*parts: str) -> BackboneSpec | None:
        return library.find(combine(shelf, library, "x", dict.fromkeys(parts, 0.5))).backbone

    one, two, other = named("one", "o/a"), named("two", "o/a"), named("other", "o/b")
    assert library.find(one).backbone == BackboneSpec(source="o/a")
    assert model_of(one, two) == BackboneSpec(source="o/a")
    shelf.remove([library.find("x").prompt_id])
    assert model_of(one, other) is None
    shelf.remove([library.find("x").prompt_id])
    assert model_of(one, both[0]) is None


def test_the_model_of_a_folder_that_is_gone_is_not_known(
    tmp_path: Path, library: StoredPrompts, shelf: PromptShelf
) -> None:
    base = tmp_path / "base"
    base.mkdir()
    save_file({"prompt_embeddings": A}, tmp_path / "adapter_model.safetensors")
    config = {"base_model_name_or_path": str(base), "num_virtual_tokens": 2}
    (tmp_path / "adapter_config.json").write_text(json.dumps(config))
    (name,) = take_in(shelf, tmp_path / "adapter_model.safetensors")
    assert library.find(name).backbone == BackboneSpec(source=str(base))
    base.rmdir()
    entry = library.find(name)
    assert entry.backbone is None
    assert entry.provenance[-1] == f"Its model '{base}' is not on this machine."


def test_similarity_is_a_matrix_with_names_that_tell_prompts_apart(
    library: StoredPrompts, both: list[str], shelf: PromptShelf
) -> None:
    shelf.rename(both[1], "a")
    table = library.similarity(both, "flatten")
    names = tuple(f"a ({one[-6:]})" for one in both)
    assert table.columns == ("prompt", *names)
    assert table.rows[0] == (names[0], "1.000", "0.000")
    assert table.values[0] == pytest.approx((1.0, 0.0))
    assert table.numeric == {1, 2}
    shelf.rename(both[1], "b")
    assert library.similarity(both, "flatten").columns == ("prompt", "a", "b")
    with pytest.raises(AnalysisError, match="There is no measure 'odd'"):
        library.similarity(both, "odd")


def test_the_map_keeps_the_distance_of_two_directions(
    library: StoredPrompts, both: list[str]
) -> None:
    places = library.map(both)
    assert places.shape == (2, 2)
    one, other = A / np.linalg.norm(A), B / np.linalg.norm(B)
    assert np.linalg.norm(places[0] - places[1]) == pytest.approx(np.linalg.norm(one - other))


def test_a_file_for_the_worker_has_the_prompts_bytes(
    tmp_path: Path, library: StoredPrompts, both: list[str]
) -> None:
    path = library.file(both[0])
    assert path.parent == tmp_path / "w" / "spool"
    np.testing.assert_array_equal(load_file(path)["prompt_embeddings"], A)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="for the worker can not be written"):
        library.file(both[0])


def test_prompts_are_found_by_identity_name_and_beginning(
    library: StoredPrompts, both: list[str], shelf: PromptShelf
) -> None:
    assert library.find(both[0]).name == "a"
    assert library.find("b").prompt_id == both[1]
    with pytest.raises(StoreError, match="'prompt-' stands for 2 prompts"):
        library.find("prompt-")
    with pytest.raises(StoreError, match="There is no prompt 'c' in the store"):
        library.find("c")
    with pytest.raises(StoreError, match="There is no prompt ''"):
        library.find("")
    shelf.remove([both[1]])
    assert library.find("prompt-").prompt_id == both[0]


def test_the_published_prompts_come_in(
    shared: Path, library: StoredPrompts, shelf: PromptShelf
) -> None:
    names = take_in(shelf, shared / "prompts")
    entries = library.entries()
    assert len(names) == len(entries) == 40
    assert {entry.token_dim for entry in entries} == {512, 768}
