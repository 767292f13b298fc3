"""The README of an exported PEFT folder: what the prompt is, and how to load it."""

from promptstudio.core.ports import PromptRecord
from promptstudio.export.context import ExportContext, to_json

_CARD = """\
---
library_name: peft
base_model: {base_model}
tags:
- prompt-tuning
- promptstudio
---

# Soft prompt for {task}

{tokens} virtual tokens of width {width}, learnt with {method} for the task `{task}` on the frozen
model `{model}`. The model itself is unchanged.
{sources}
## Use

```python
from peft import PeftModel
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

base = {model_code}
tokenizer = AutoTokenizer.from_pretrained(base{revision})
model = AutoModelForSeq2SeqLM.from_pretrained(base{revision})
model = PeftModel.from_pretrained(model, "path/to/this/folder").eval()

batch = tokenizer({template_code}, return_tensors="pt")
answer = model.generate(**batch, max_new_tokens=32)
print(tokenizer.decode(answer[0], skip_special_tokens=True))
```

The text given to the tokenizer is the template of the task: write your own input in the places of
the braces, and keep everything else as it is, because the prompt was learnt with it.
{labels}
## Results

{results}

`promptstudio.json` holds the run, the study, every setting, the versions and the checksums.
"""


def model_card(record: PromptRecord, context: ExportContext) -> str:
    """Return the text of the card, Markdown with the head that model hubs read."""
    sources = ", ".join(f"`{task}`" for task in context.source_tasks)
    words = ", ".join(f"`{word}`" for word in context.verbalizer)
    return _CARD.format(
        base_model=to_json(context.base_model).strip(),
        task=record.task,
        tokens=record.num_virtual_tokens,
        width=record.token_dim,
        method=context.method,
        model=context.base_model,
        sources=f"Source tasks: {sources}.\n" if sources else "",
        model_code=repr(context.base_model),
        revision=f", revision={context.revision!r}" if context.revision else "",
        template_code=repr(context.template),
        labels=f"\nThe answers, in class order: {words}.\n" if words else "",
        results=_table(context),
    )


def _table(context: ExportContext) -> str:
    """Return the metrics as a Markdown table."""
    rows = [
        f"| {split} | {name} | {value:.4g} |"
        for split, metrics in context.metrics.items()
        for name, value in metrics.items()
    ]
    if not rows:
        return "The prompt was not scored."
    return "\n".join(["| split | metric | value |", "|---|---|---|", *rows])
