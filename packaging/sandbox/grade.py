"""Ask the sandbox model every task in words and write the accuracies into its card.

    python packaging/sandbox/grade.py

The card's table between its two markers is replaced. Nothing is trained: the model gets the
task's canonical instruction, a blank and the input, and answers with the likeliest label word,
or, where the answer is words of the text, with greedy decoding.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Final

import torch
from transformers import (  # noqa: TID253
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedTokenizerFast,
    T5ForConditionalGeneration,
)

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import SandboxTask, sandbox_tasks
from promptstudio.tasks.sandbox.rows import rendered, sandbox_rows

_BATCH: Final = 128
_TABLE: Final = re.compile(r"(<!-- table -->\n).*(<!-- end -->)", re.DOTALL)


def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
    """Return rows as one matrix, filled up on the right."""
    width = max(map(len, rows))
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


@torch.inference_mode()
def accuracies(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    *,
    split: str,
    count: int | None,
) -> dict[str, float]:
    """Return how often the model, asked in words, gives each task's right answer."""
    model.eval()
    return {
        key: _accuracy(model, tokenizer, task, sandbox_rows(key, split, count=count))
        for key, task in sandbox_tasks().items()
    }


def _accuracy(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    task: SandboxTask,
    rows: list[dict[str, str]],
) -> float:
    sources = [f"{task.instruction} {text}" for text in rendered(task.template, rows)]
    right = 0
    for at in range(0, len(rows), _BATCH):
        ids = padded(tokenizer(sources[at : at + _BATCH])["input_ids"], 0)
        ids = ids.to(model.device)
        answer = _chosen if task.labels else _written
        said = answer(model, tokenizer, task, ids)
        wanted = [row.get("label") or row["answer"] for row in rows[at : at + _BATCH]]
        right += sum(one == other for one, other in zip(said, wanted, strict=True))
    return right / len(rows)


def _chosen(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    task: SandboxTask,
    ids: torch.Tensor,
) -> list[str]:
    """Return the class whose label word the model finds likeliest; its first token decides."""
    start = torch.zeros(len(ids), 1, dtype=torch.long, device=ids.device)
    logits = model(input_ids=ids, attention_mask=(ids != 0).long(), decoder_input_ids=start).logits[
        :, 0
    ]
    firsts = [tokenizer(word)["input_ids"][0] for word in task.words]
    names = list(task.labels)
    return [names[which] for which in logits[:, firsts].argmax(-1).tolist()]


def _written(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    task: SandboxTask,
    ids: torch.Tensor,
) -> list[str]:
    """Return the words that the model writes."""
    del task
    out = model.generate(
        input_ids=ids, attention_mask=(ids != 0).long(), max_new_tokens=8, do_sample=False
    )
    return list(tokenizer.batch_decode(out, skip_special_tokens=True))


def table(scores: dict[str, float]) -> str:
    """Return the accuracies as a Markdown table."""
    lines = ["| task | held out | chance | asked in words |", "|---|---|---|---|"]
    for key, score in scores.items():
        task = sandbox_tasks()[key]
        chance = f"{100 / len(task.words):.0f} %" if task.words else "0 %"
        held = "yes" if task.held_out else ""
        lines.append(f"| {task.key} | {held} | {chance} | {100 * score:.1f} % |")
    return "\n".join(lines)


def main() -> None:
    """Grade the model on the test splits and write its card."""
    parser = argparse.ArgumentParser(description="Grade the sandbox model.")
    parser.add_argument("--model", type=Path, default=resource("sandbox/model"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer = AutoTokenizer.from_pretrained(options.model, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(options.model, local_files_only=True)
    scores = accuracies(model, tokenizer, split="test", count=None)
    record = json.loads((options.model / "training.json").read_text(encoding="utf-8"))
    facts = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in record.items())
    card = options.model / "README.md"
    told = f"Training: {facts}.\n\n{table(scores)}\n"
    text = _TABLE.sub(lambda found: found[1] + told + found[2], card.read_text(encoding="utf-8"))
    card.write_text(text, encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
