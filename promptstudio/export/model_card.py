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

{about}
## Use

```python
from peft import PeftModel
{importing}

{loading}
model = PeftModel.from_pretrained(model, "path/to/this/folder").eval()

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

_LOADING = """\
base = {model_code}
tokenizer = AutoTokenizer.from_pretrained(base{revision})
model = {model_class}.from_pretrained(base{revision})"""

_BELOW = """\
The text given to the tokenizer is the template of the task: write your own input in the places of
the braces, and keep everything else as it is, because the prompt was learnt with it.
{labels}
## Results

{results}

`promptstudio.json` holds the run, the study, every setting, the versions and the checksums.
"""


def model_card(record: PromptRecord, context: ExportContext) -> str:
    """Return the text of the card, Markdown with the head that model hubs read."""
    return _CARD.format(
        base_model=to_json(context.base_model).strip(),
        about=about(record, context),
        importing=importing(context),
        loading=loading(context),
        template_code=repr(context.template),
        answer_code="answer[0, batch.input_ids.shape[1] :]" if context.is_causal else "answer[0]",
        below=below(context),
    )


def about(record: PromptRecord, context: ExportContext) -> str:
    """Return a card's title and what the prompt is."""
    sources = ", ".join(f"`{task}`" for task in context.source_tasks)
    return _ABOUT.format(
        task=record.task,
        tokens=record.num_virtual_tokens,
        width=record.token_dim,
        method=context.method,
        model=context.base_model,
        sources=f"Source tasks: {sources}.\n" if sources else "",
    )


def importing(context: ExportContext) -> str:
    """Return the line of Python that imports what `loading` needs."""
    return f"from transformers import {_model_class(context)}, AutoTokenizer"


def loading(context: ExportContext) -> str:
    """Return the lines of Python that load the backbone as ``model`` and ``tokenizer``."""
    revision = f", revision={context.revision!r}" if context.revision else ""
    return _LOADING.format(
        model_code=repr(context.base_model),
        model_class=_model_class(context),
        revision=revision,
    )


def _model_class(context: ExportContext) -> str:
    return "AutoModelForCausalLM" if context.is_causal else "AutoModelForSeq2SeqLM"


def below(context: ExportContext) -> str:
    """Return what a card says of template, label words and results."""
    words = ", ".join(f"`{word}`" for word in context.verbalizer)
    labels = f"\nThe answers, in class order: {words}.\n" if words else ""
    return _BELOW.format(labels=labels, results=_results(context))


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
