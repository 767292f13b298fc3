"""The README beside a safetensors or npz file: its tables, and Python that uses them."""

from typing import Final

from promptstudio.core.ports import PromptRecord
from promptstudio.export.arrays import PROMPT, SHIFT, Arrays
from promptstudio.export.context import SOME_FOLDER, SOME_INPUT, ExportContext, Format
from promptstudio.export.loading import loading
from promptstudio.export.model_card import about, below

_CARD: Final = """\
{about}
## What is in `{file_name}`

| table | shape | meaning |
|---|---|---|
{tables}

## Use

```python
{loading}
{asking}```

{caution}{below}"""

_ASKING: Final = """
batch = tokenizer({template_code}, return_tensors="pt")
inputs = model.get_input_embeddings()(batch.input_ids)
{shifting}prompt = tables["prompt_embeddings"][None]
embeddings = torch.cat([{order}], 1)
mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
answer = model.generate(inputs_embeds=embeddings, attention_mask=mask, max_new_tokens=32)
print(tokenizer.decode(answer[0], skip_special_tokens=True))
"""

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


def array_card(record: PromptRecord, arrays: Arrays, wanted: Format, context: ExportContext) -> str:
    """Return the text of the card of a safetensors or an npz file, Markdown."""
    is_shifted = arrays.keys() >= set(SHIFT)
    kind = "plain" if is_shifted else record.kind
    meanings = {PROMPT: _PROMPTS[kind], **_MEANINGS}
    order = ["prompt", "inputs"] if context.prompt_position == "prepend" else ["inputs", "prompt"]
    asking = _ASKING.format(
        template_code=repr(context.template or SOME_INPUT),
        shifting=_SHIFTING if is_shifted else "",
        order=", ".join(order),
    )
    return _CARD.format(
        about=about(record, context),
        file_name=f"prompt.{wanted}",
        tables="\n".join(
            f"| `{name}` | {' x '.join(map(str, array.shape))} | "
            f"{meanings.get(name, 'a part of the method')} |"
            for name, array in sorted(arrays.items())
        ),
        loading=loading(wanted, SOME_FOLDER, context),
        asking=asking if context.base_model else "",
        caution=_CAUTIONS[kind],
        below=below(context),
    )
