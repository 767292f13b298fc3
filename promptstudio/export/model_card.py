"""The README of an exported PEFT folder: what the prompt is, and how to load it."""

from promptstudio.core.ports import PromptRecord
from promptstudio.export.context import SOME_FOLDER, SOME_INPUT, ExportContext, to_json
from promptstudio.export.loading import loading

_CARD = """\
---
library_name: peft
base_model: {base_model}
tags:
- prompt-tuning
- promptstudio
---

{about}
## Use

```python
{loading}

batch = tokenizer({template_code}, return_tensors="pt")
answer = model.generate(
    input_ids=batch.input_ids, attention_mask=batch.attention_mask, max_new_tokens=32
)
print(tokenizer.decode({answer_code}, skip_special_tokens=True))
```

{below}"""

_ABOUT = """\
# Soft prompt for {task}

{tokens} virtual tokens of width {width}, learnt with {method} for the task `{task}` on the frozen
model `{model}`. The model itself is unchanged.
{sources}"""

_ABOUT_OTHER = """\
# Soft prompt {name}

{tokens} virtual tokens of width {width}{model}. No run of PromptStudio made it.

{history}
"""

_BELOW_OTHER = """\
How the inputs were written that the prompt was learnt with is not known here: write yours as its
maker did.

`promptstudio.json` holds what is known of the prompt, and its checksum.
"""

_BELOW = """\
The text given to the tokenizer is the template of the task: write your own input in the places of
the braces, and keep everything else as it is, because the prompt was learnt with it.
{notes}{labels}
## Results

{results}

`promptstudio.json` holds the run, the study, every setting, the versions and the checksums.
"""


def model_card(record: PromptRecord, context: ExportContext) -> str:
    """Return the text of the card, Markdown with the head that model hubs read."""
    return _CARD.format(
        base_model=to_json(context.base_model).strip(),
        about=about(record, context),
        loading=loading("peft", SOME_FOLDER, context),
        template_code=repr(context.template or SOME_INPUT),
        answer_code="answer[0, batch.input_ids.shape[1] :]" if context.is_causal else "answer[0]",
        below=below(context),
    )


def about(record: PromptRecord, context: ExportContext) -> str:
    """Return a card's title and what the prompt is."""
    if not context.run_id:
        return _ABOUT_OTHER.format(
            name=context.name,
            tokens=record.num_virtual_tokens,
            width=record.token_dim,
            model=f" for the frozen model `{context.base_model}`" if context.base_model else "",
            history="".join(f"- {sentence}\n" for sentence in context.history),
        )
    sources = ", ".join(f"`{task}`" for task in context.source_tasks)
    return _ABOUT.format(
        task=record.task,
        tokens=record.num_virtual_tokens,
        width=record.token_dim,
        method=context.method,
        model=context.base_model,
        sources=f"Source tasks: {sources}.\n" if sources else "",
    )


def below(context: ExportContext) -> str:
    """Return what a card says of template, label words and results."""
    if not context.run_id:
        return _BELOW_OTHER
    words = ", ".join(f"`{word}`" for word in context.verbalizer)
    labels = f"\nThe answers, in class order: {words}.\n" if words else ""
    lines = "".join(f"- {note}\n" for note in context.template_notes)
    notes = f"\n{lines}" if lines else ""
    return _BELOW.format(notes=notes, labels=labels, results=_results(context))


def _results(context: ExportContext) -> str:
    """Return the metrics as a Markdown table."""
    rows = [
        f"| {split} | {name} | {value:.4g} |"
        for split, metrics in context.metrics.items()
        for name, value in metrics.items()
    ]
    if not rows:
        return "The prompt was not scored."
    return "\n".join(["| split | metric | value |", "|---|---|---|", *rows])
