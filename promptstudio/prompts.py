"""The library of prompts: those of finished runs, imported ones, and combinations of both.

It stands beside the composition root because it joins ``store``, ``export`` and ``analysis``,
which may not know each other. The arithmetic is imported where it is used: the window opens
sooner without.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.core.errors import BackboneError, LibraryError, StoreError
from promptstudio.core.phrases import Phrase, declaration
from promptstudio.core.prompts import PromptEntry, shared_model
from promptstudio.core.spec import BackboneSpec
from promptstudio.core.tables import Table
from promptstudio.store.prompt_library import NewPrompt, PromptReader, PromptShelf
from promptstudio.store.spool import lend

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float64]


class StoredPrompts:
    """The prompts of one store. Any thread may call it: every call has its own connection.

    ``spool`` is the folder where `file` puts prompts for the worker; it is emptied when the
    engine starts.
    """

    def __init__(self, store: Path, spool: Path) -> None:
        self._store = store
        self._spool = spool

    def entries(self) -> list[PromptEntry]:
        """Return all prompts, oldest first; none where there is no store yet.

        The model of an imported one is not known where it was a folder that is gone.
        """
        if not self._store.exists():
            return []
        with PromptReader(self._store) as reader:
            return list(map(_of_this_machine, reader.entries()))

    def find(self, name: str) -> PromptEntry:
        """Return a prompt by its identity, its name, or a beginning of the identity.

        Raises
        ------
        StoreError
            If there is none, or more than one.
        """
        entries = self.entries()
        for found in (
            [entry for entry in entries if entry.prompt_id == name],
            [entry for entry in entries if entry.name == name],
            [entry for entry in entries if name and entry.prompt_id.startswith(name)],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                raise StoreError(
                    f"'{name}' stands for {len(found)} prompts. Give the identity of one, such as "
                    f"'{found[0].prompt_id}'."
                )
        raise StoreError(
            f"There is no prompt '{name}' in the store. `promptstudio prompts` lists the prompts."
        )

    def vectors(self, prompt_ids: Sequence[str]) -> "dict[str, Vectors]":
        """Return prompts (P, D) by identity; of an ensemble the merged prompt.

        Raises
        ------
        StoreError
            If there is no such prompt.
        """
        with PromptReader(self._store) as reader:
            return {name: _vectors(reader.data(name)) for name in prompt_ids}

    def similarity(self, prompt_ids: Sequence[str], measure: str) -> Table:
        """Return how alike prompts are, from the prompt of the row to that of the column.

        Raises
        ------
        AnalysisError
            If there is no such measure, or it can not compare these prompts.
        StoreError
            If there is no such prompt.
        """
        from promptstudio.nn.similarity import matrix, measure_of

        known = measure_of(measure)
        values = matrix(measure, list(self.vectors(prompt_ids).values())).tolist()
        names = self._names(prompt_ids)
        return Table(
            key=f"similarity-{measure}",
            title=declaration(known.title),
            columns=(Phrase("prompt"), *names),
            rows=tuple(
                (name, *(f"{value:.3f}" for value in row))
                for name, row in zip(names, values, strict=True)
            ),
            notes=(declaration(known.help),),
            numeric=frozenset(range(1, len(names) + 1)),
            values=tuple(map(tuple, values)),
        )

    def map(self, prompt_ids: Sequence[str]) -> "Vectors":
        """Return places (n, 2) of prompts, by principal components of their directions.

        Prompts of different lengths are placed by those of their mean tokens.

        Raises
        ------
        AnalysisError
            If the prompts belong to models of different width.
        StoreError
            If there is no such prompt.
        """
        from promptstudio.analysis.projection import place

        return place(list(self.vectors(prompt_ids).values()))

    def data(self, prompt_id: str) -> bytes:
        """Return the safetensors bytes of a prompt.

        Raises
        ------
        StoreError
            If there is no such prompt.
        """
        with PromptReader(self._store) as reader:
            return reader.data(prompt_id)

    def file(self, prompt_id: str) -> Path:
        """Write a prompt's bytes where a question to the worker may name them.

        Raises
        ------
        StoreError
            If there is no such prompt, or the file can not be written.
        """
        data = self.data(prompt_id)
        return lend(self._spool, f"{prompt_id}.safetensors", data).resolve()

    def _names(self, prompt_ids: Sequence[str]) -> list[str]:
        """Return names that tell prompts apart."""
        names = {entry.prompt_id: entry.name for entry in self.entries()}
        often = Counter(names[prompt_id] for prompt_id in prompt_ids)
        return [
            names[one] if often[names[one]] == 1 else f"{names[one]} ({one[-6:]})"
            for one in prompt_ids
        ]


def take_in(shelf: PromptShelf, path: Path) -> list[str]:
    """Take in every prompt of a file or folder, all or none, and return their identities.

    Raises
    ------
    LibraryError
        If there is no prompt, or a file is none or may not be read.
    StoreError
        If the store can not be written.
    """
    from promptstudio.export.library import find_prompts

    found = find_prompts(path)
    return shelf.add(
        [
            _new(one.name, f"imported from {one.file}", one.prompt, one.note, one.backbone)
            for one in found
        ]
    )


def combine(
    shelf: PromptShelf,
    library: StoredPrompts,
    name: str,
    weights: Mapping[str, float],
    *,
    rescale: bool = False,
) -> str:
    """Keep a weighted sum of prompts as a new one, and return its identity.

    It belongs to a model if all parts belong to that model.

    Parameters
    ----------
    weights
        By identity. One half of two prompts each is their mean; 1, 1 and -1 add what one prompt
        learned beyond another to a third.
    rescale
        Give the sum the weighted mean of the norms of its parts.

    Raises
    ------
    AnalysisError
        If the prompts have different shapes.
    LibraryError
        If the new prompt has no name.
    StoreError
        If there is no such prompt, or the store can not be written.
    """
    from promptstudio.analysis.arithmetic import formula, weighted_sum

    if not name.strip():
        raise LibraryError("A combination of prompts needs a name.")
    entries = {entry.prompt_id: entry for entry in library.entries()}
    vectors = library.vectors(list(weights))
    made = weighted_sum(list(vectors.values()), list(weights.values()), rescale=rescale)
    parts = [entries[prompt_id] for prompt_id in weights]
    told = formula([part.name for part in parts], list(weights.values()), rescale=rescale)
    note = "\n".join(f"'{part.name}': {part.origin}." for part in parts)
    model = shared_model(part.backbone for part in parts)
    new = _new(name.strip(), f"combination: {told}", made, note, model)
    return shelf.add([new])[0]


def _of_this_machine(entry: PromptEntry) -> PromptEntry:
    from promptstudio.backbones.folder import local_folder

    if entry.backbone is None or not entry.can_change:
        return entry
    try:
        local_folder(entry.backbone.source)
    except BackboneError:
        told = Phrase("Its model '{0}' is not on this machine.", entry.backbone.source)
        return replace(entry, backbone=None, provenance=(*entry.provenance, told))
    return entry


def _new(
    name: str, origin: str, prompt: "Vectors", note: str, backbone: BackboneSpec | None
) -> NewPrompt:
    import numpy as np

    from promptstudio.export.arrays import PROMPT, to_safetensors

    return NewPrompt(
        name=name,
        origin=origin,
        num_virtual_tokens=prompt.shape[0],
        token_dim=prompt.shape[1],
        norm=float(np.linalg.norm(prompt)),
        data=to_safetensors({PROMPT: prompt.astype(np.float32)}),
        note=note,
        backbone=backbone,
    )


def _vectors(data: bytes) -> "Vectors":
    import numpy as np
    from safetensors.numpy import load

    from promptstudio.export.arrays import PROMPT

    return np.asarray(load(data)[PROMPT], np.float64)
