"""Train the sandbox model, from nothing to a Hugging Face folder.

    python packaging/sandbox/pretrain.py --steps 34000 --minutes 75

Progress goes to the standard output: speed and loss, and every 1,000 steps the accuracy of every
task on its validation split, asked with its canonical instruction. The folder is written anew at
every checkpoint; a run that was broken off goes on from its last checkpoint.
"""

import argparse
import json
import math
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import mixture
import tokenizer as tokenizers
import torch
from transformers import (  # noqa: TID253
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import SandboxTask, sandbox_tasks
from promptstudio.tasks.sandbox.rows import rendered, sandbox_rows, stream

BATCH: Final = 48
POOL: Final = 8
PEAK: Final = 1e-3
WARM_UP: Final = 600
WORDS_PACE: Final = 4.0
PLAIN: Final = (1500, 5000)
CHECK_ROWS: Final = 96


def fresh_model(tokenizer: PreTrainedTokenizerFast, seed: int) -> T5ForConditionalGeneration:
    """Return an untrained model of about 1.6 million parameters."""
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=128,
        d_kv=32,
        num_heads=4,
        d_ff=320,
        num_layers=3,
        num_decoder_layers=2,
        feed_forward_proj="gated-silu",
        dropout_rate=0.0,
        tie_word_embeddings=True,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config)
    with torch.no_grad():
        model.shared.weight.mul_(0.8).add_(word_vectors(tokenizer, config.d_model), alpha=0.6)
    return model


def word_vectors(tokenizer: PreTrainedTokenizerFast, width: int) -> torch.Tensor:
    """Return word vectors (V, D) from co-occurrence, so that training starts with word classes.

    They are the leading singular vectors of the positive pointwise mutual information of tokens
    that stand at most three places apart in text of the mixture.
    """
    rng = stream("word vectors")
    rows = tokenizer([mixture.example(rng).source for _ in range(30000)])["input_ids"]
    counts = torch.zeros(len(tokenizer), len(tokenizer))
    line = torch.tensor([token for row in rows for token in row])
    for gap in (1, 2, 3):
        one = torch.ones(len(line) - gap)
        counts.index_put_((line[:-gap], line[gap:]), one, accumulate=True)
    counts += counts.T.clone()
    total = counts.sum(1, keepdim=True).clamp_min(1.0)
    shared = (counts * counts.sum() / (total * total.T)).clamp_min(1e-9).log().clamp_min(0.0)
    left, values, _ = torch.svd_lowrank(shared, q=width, niter=2)
    vectors = left * values.sqrt()
    return torch.nn.functional.normalize(vectors, dim=1) * width**0.5


def batches(
    tokenizer: PreTrainedTokenizerFast, seed: int, start: int
) -> Iterator[dict[str, torch.Tensor]]:
    """Yield batches from step ``start`` on; a pool of them is sorted by length to save padding."""
    for pool in range(start // POOL, 1 << 30):
        rng = stream("pretrain", seed, pool)
        part = variety(pool * POOL)
        dense = 0.15 + 0.35 * (1 - part)
        drawn = [mixture.example(rng, part, dense) for _ in range(BATCH * POOL)]
        sources = tokenizer([each.source for each in drawn])["input_ids"]
        targets = tokenizer([each.target for each in drawn])["input_ids"]
        order = sorted(
            range(len(drawn)), key=lambda which: (len(targets[which]) > 3, len(sources[which]))
        )
        cuts = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        rng.shuffle(cuts)
        for cut in cuts[start % POOL if pool == start // POOL else 0 :]:
            ids = padded([sources[which] for which in cut], 0)
            labels = padded([targets[which] for which in cut], -100)
            yield {"input_ids": ids, "attention_mask": (ids != 0).long(), "labels": labels}


def variety(step: int) -> float:
    """Return how often words and phrasings vary: never at the start, always later."""
    return min(1.0, max(0.0, (step - PLAIN[0]) / (PLAIN[1] - PLAIN[0])))


def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
    """Return rows as one matrix, filled up on the right."""
    width = max(map(len, rows))
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


def optimiser(model: T5ForConditionalGeneration) -> torch.optim.Optimizer:
    """Return AdamW; a word is met in few rows, so that word vectors move in larger steps."""
    words = model.shared.weight
    rest = [weight for weight in model.parameters() if weight is not words]
    groups = [{"params": rest, "pace": 1.0}, {"params": [words], "pace": WORDS_PACE}]
    return torch.optim.AdamW(groups, lr=PEAK, weight_decay=0.01, fused=True)


def rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: a linear start, then half a cosine down to zero."""
    if step < WARM_UP:
        return PEAK * (step + 1) / WARM_UP
    done = min(1.0, (step - WARM_UP) / max(1, steps - WARM_UP))
    return PEAK * 0.5 * (1 + math.cos(math.pi * done))


@torch.inference_mode()
def accuracies(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    *,
    split: str = "validation",
    rows: int = CHECK_ROWS,
) -> dict[str, float]:
    """Return how often the model, asked in words, gives each task's right answer."""
    model.eval()
    scores = {
        key: _accuracy(model, tokenizer, task, split, rows) for key, task in sandbox_tasks().items()
    }
    model.train()
    return scores


def _accuracy(
    model: T5ForConditionalGeneration,
    tokenizer: PreTrainedTokenizerFast,
    task: SandboxTask,
    split: str,
    count: int,
) -> float:
    rows = sandbox_rows(task.key, split, count=count)
    sources = [f"{task.instruction} {text}" for text in rendered(task.template, rows)]
    right = 0
    for at in range(0, len(rows), 128):
        part = rows[at : at + 128]
        ids = padded(tokenizer(sources[at : at + 128])["input_ids"], 0)
        mask = (ids != 0).long()
        if not task.labels:
            out = model.generate(
                input_ids=ids, attention_mask=mask, max_new_tokens=8, do_sample=False
            )
            said = tokenizer.batch_decode(out, skip_special_tokens=True)
            right += sum(text == row["answer"] for text, row in zip(said, part, strict=True))
            continue
        start = torch.zeros(len(part), 1, dtype=torch.long)
        logits = model(input_ids=ids, attention_mask=mask, decoder_input_ids=start).logits[:, 0]
        firsts = [tokenizer(word)["input_ids"][0] for word in task.words]
        names = list(task.labels)
        best = logits[:, firsts].argmax(-1).tolist()
        right += sum(names[which] == row["label"] for which, row in zip(best, part, strict=True))
    return right / len(rows)


def main() -> None:
    """Train, report, keep."""
    options = _options()
    torch.set_num_threads(options.threads)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizers.build()
    tokenizers.save(tokenizer, folder)
    model = fresh_model(tokenizer, options.seed)
    grouped = optimiser(model)
    step, before, planned = 0, 0.0, options.steps
    if options.checkpoint.exists():
        kept = torch.load(options.checkpoint, weights_only=True)
        model.load_state_dict(kept["model"])
        grouped.load_state_dict(kept["optimiser"])
        step, before, planned = kept["step"], kept["seconds"], kept["planned"]
        _say(f"resumed at step {step} after {before / 60:.1f} minutes")
    size = sum(weight.numel() for weight in model.parameters())
    _say(f"{size:,} parameters, seed {options.seed}, {_machine()}, {options.threads} thread(s)")
    _say(f"planned: {planned} steps of {BATCH} rows, at most {options.minutes} minutes")
    began, total = time.perf_counter(), 0.0
    model.train()
    for batch in batches(tokenizer, options.seed, step):
        for group in grouped.param_groups:
            group["lr"] = rate(step, planned) * group["pace"]
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        grouped.step()
        grouped.zero_grad(set_to_none=True)
        total += loss.item()
        step += 1
        spent = before + time.perf_counter() - began
        if step % 200 == 0:
            pace = step / spent
            planned = min(options.steps, step + int(max(0.0, options.minutes * 60 - spent) * pace))
            _say(
                f"step {step} of {planned}  loss {total / 200:.4f}  {pace:.2f} steps/s  "
                f"lr {rate(step, planned):.2e}  {spent / 60:.1f} min"
            )
            total = 0.0
        last = step >= planned
        if step % options.check == 0 or last:
            _report(model, tokenizer, step)
        if step % options.keep == 0 or last:
            spent = before + time.perf_counter() - began
            _keep(options, model, grouped, step, spent, planned, tokenizer)
        if last:
            break
    _say(f"done: {step} steps in {spent / 60:.1f} minutes")


def _report(
    model: T5ForConditionalGeneration, tokenizer: PreTrainedTokenizerFast, step: int
) -> None:
    scores = accuracies(model, tokenizer)
    tasks = sandbox_tasks()
    told = "  ".join(
        f"{key}{'*' if tasks[key].held_out else ''} {100 * score:.0f}"
        for key, score in scores.items()
    )
    _say(f"validation at step {step} (* held out): mean {100 * _mean(scores):.1f}  {told}")


def _mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def _keep(
    options: argparse.Namespace,
    model: T5ForConditionalGeneration,
    optimiser: torch.optim.Optimizer,
    step: int,
    seconds: float,
    planned: int,
    tokenizer: PreTrainedTokenizerFast,
) -> None:
    state: dict[str, Any] = {
        "model": model.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
        "seconds": seconds,
        "planned": planned,
    }
    options.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    fresh = options.checkpoint.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(options.checkpoint)
    model.save_pretrained(options.out)
    record = {
        "steps": step,
        "planned": planned,
        "minutes": round(seconds / 60, 1),
        "seed": options.seed,
        "batch": BATCH,
        "peak_learning_rate": PEAK,
        "threads": options.threads,
        "machine": _machine(),
        "torch": torch.__version__,
    }
    text = json.dumps(record, indent=2) + "\n"
    (options.out / "training.json").write_text(text, encoding="utf-8")
    _say(f"kept step {step} in {options.out}")


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _say(text: str) -> None:
    print(text, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--steps", type=int, default=34000, help="steps planned")
    parser.add_argument("--minutes", type=float, default=75.0, help="time that may be spent")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", type=int, default=1000, help="steps between validations")
    parser.add_argument("--keep", type=int, default=2000, help="steps between checkpoints")
    parser.add_argument("--out", type=Path, default=resource("sandbox") / "model")
    parser.add_argument("--checkpoint", type=Path, default=Path("build/sandbox/checkpoint.pt"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
