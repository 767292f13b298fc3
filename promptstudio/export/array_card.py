"""The README beside a safetensors or npz file: its tables, and Python that uses them."""

from typing import Final

from promptstudio.core.ports import PromptRecord
from promptstudio.export.arrays import PROMPT, SHIFT, Arrays
from promptstudio.export.context import ExportContext
from promptstudio.export.model_card import about, below, importing, loading

_CARD: Final = """\
{about}
## What is in `{file_name}`

| table | shape | meaning |
|---|---|---|
{tables}

## Use

```python
import torch
{imports}
{importing}

{loading}
{reading}

batch = tokenizer({template_code}, return_tensors="pt")
inputs = model.get_input_embeddings()(batch.input_ids)
{shifting}prompt = tables["prompt_embeddings"][None]
embeddings = torch.cat([{order}], 1)
mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
answer = model.generate(inputs_embeds=embeddings, attention_mask=mask, max_new_tokens=32)
print(tokenizer.decode(answer[0], skip_special_tokens=True))
```

{caution}{below}"""

_IMPORTS: Final = {
    "prompt.safetensors": "from safetensors.torch import load_file",
    "prompt.npz": "import numpy as np",
}
_READING: Final = {
    "prompt.safetensors": 'tables = load_file("path/to/this/folder/prompt.safetensors")',
    "prompt.npz": (
        'with np.load("path/to/this/folder/prompt.npz") as file:\n'
        "    tables = {name: torch.from_numpy(file[name]) for name in file}"
    ),
}
_SHIFTING: Final = """\
shift = tables["shift_left"] @ tables["shift_right"]  # one row for each place in the input
shift = shift[: inputs.shape[1]]
inputs[:, : len(shift)] += shift
"""
_PROMPTS: Final = {
    "plain": "the prompt",
    "conditional": "the prompt averaged over inputs",
    "ensemble": "the mean of the particles",
}
_MEANINGS: Final = {
    "members": "the particles",
    "shift_left": "left factor of what is added to the embeddings of the input",
    "shift_right": "right factor of what is added to the embeddings of the input",
}
_CAUTIONS: Final = {
    "plain": "",
    "conditional": (
        "The method makes another prompt for every input out of the further tables. The code "
        "above uses the average prompt, so its answers may differ from those scored below.\n\n"
    ),
    "ensemble": (
        "The method averages the label probabilities of its particles. The code above uses their "
        "mean, so its answers may differ from those scored below.\n\n"
    ),
}


def array_card(record: PromptRecord, arrays: Arrays, file_name: str, context: ExportContext) -> str:
    """Return the text of the card, Markdown."""
    is_shifted = arrays.keys() >= set(SHIFT)
    kind = "plain" if is_shifted else record.kind
    meanings = {PROMPT: _PROMPTS[kind], **_MEANINGS}
    order = ["prompt", "inputs"] if context.prompt_position == "prepend" else ["inputs", "prompt"]
    return _CARD.format(
        about=about(record, context),
        file_name=file_name,
        tables="\n".join(
            f"| `{name}` | {' x '.join(map(str, array.shape))} | "
            f"{meanings.get(name, 'a part of the method')} |"
            for name, array in sorted(arrays.items())
        ),
        imports=_IMPORTS[file_name],
        importing=importing(context),
        loading=loading(context),
        reading=_READING[file_name],
        template_code=repr(context.template),
        shifting=_SHIFTING if is_shifted else "",
        order=", ".join(order),
        caution=_CAUTIONS[kind],
        below=below(context),
    )
