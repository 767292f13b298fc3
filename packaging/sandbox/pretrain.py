"""Train the sandbox model, from nothing to a Hugging Face folder.

    python packaging/sandbox/pretrain.py --steps 40000 --minutes 75

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
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mixture
import tokenizer
import torch
from grade import accuracies, padded
from start import fresh_model
from transformers import (  # noqa: TID253
    PreTrainedTokenizerFast,
    T5ForConditionalGeneration,
)

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import sandbox_tasks
from promptstudio.tasks.sandbox.rows import stream

BATCH: Final = 48
MICRO: Final = 3
POOL: Final = 8
PEAK: Final = 1e-3
WARM_UP: Final = 600
WORDS_PACE: Final = 4.0
PLAIN: Final = (1500, 5000)
CHECK_ROWS: Final = 96
TOLD: Final = 200


def steps_from(
    words: PreTrainedTokenizerFast, seed: int, start: int
) -> Iterator[list[dict[str, torch.Tensor]]]:
    """Yield the micro-batches of each step from step ``start`` on.

    A pool of several steps is sorted by length; a step takes one micro-batch of each third of
    the lengths, so that padding is saved and yet every step sees every sort of example.
    """
    for pool in range(start // POOL, 1 << 30):
        rng = stream("pretrain", seed, pool)
        part = variety(pool * POOL)
        dense = 0.15 + 0.35 * (1 - part)
        drawn = [mixture.example(rng, part, dense) for _ in range(BATCH * POOL)]
        sources = words([each.source for each in drawn])["input_ids"]
        targets = words([each.target for each in drawn])["input_ids"]
        order = sorted(
            range(len(drawn)), key=lambda which: (len(targets[which]) > 3, len(sources[which]))
        )
        width = BATCH // MICRO
        cuts = [order[at : at + width] for at in range(0, len(order), width)]
        parts = [rng.sample(cuts[at : at + POOL], POOL) for at in range(0, len(cuts), POOL)]
        for step in range(start % POOL if pool == start // POOL else 0, POOL):
            yield [_filled([(sources[one], targets[one]) for one in part[step]]) for part in parts]


def _filled(rows: list[tuple[list[int], list[int]]]) -> dict[str, torch.Tensor]:
    ids = padded([source for source, _ in rows], 0)
    labels = padded([target for _, target in rows], -100)
    return {"input_ids": ids, "attention_mask": (ids != 0).long(), "labels": labels}


def learn(model: T5ForConditionalGeneration, parts: list[dict[str, torch.Tensor]]) -> float:
    """Add the gradients of one step, the mean over its target tokens; return the loss in nats."""
    tokens = [int((part["labels"] != -100).sum()) for part in parts]
    total = 0.0
    for part, count in zip(parts, tokens, strict=True):
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(**part).loss * (count / sum(tokens))
        loss.backward()
        total += loss.item()
    return total


def variety(step: int) -> float:
    """Return how often words and phrasings vary: never at the start, always later."""
    return min(1.0, max(0.0, (step - PLAIN[0]) / (PLAIN[1] - PLAIN[0])))


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


@dataclass
class Training:
    """A model on its way: what a checkpoint keeps, and how far it has come."""

    options: argparse.Namespace
    words: PreTrainedTokenizerFast
    model: T5ForConditionalGeneration
    optimiser: torch.optim.Optimizer
    planned: int
    step: int = 0
    seconds: float = 0.0

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if not self.options.checkpoint.exists():
            return
        kept = torch.load(self.options.checkpoint, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step, self.seconds, self.planned = kept["step"], kept["seconds"], kept["planned"]
        _say(f"resumed at step {self.step} after {self.seconds / 60:.1f} minutes")

    def run(self) -> None:
        """Train until the planned step, or as many steps as the time allows."""
        began, loss = time.perf_counter() - self.seconds, 0.0
        self.model.train()
        for parts in steps_from(self.words, self.options.seed, self.step):
            loss += self._learn(parts)
            self.seconds = time.perf_counter() - began
            if self.step % TOLD == 0:
                self._plan()
                self._tell(loss / TOLD)
                loss = 0.0
            last = self.step >= self.planned
            if last or self.step % self.options.check == 0:
                self._grade()
            if last or self.step % self.options.keep == 0:
                self._keep()
            if last:
                break
        _say(f"done: {self.step} steps in {self.seconds / 60:.1f} minutes")

    def _learn(self, parts: list[dict[str, torch.Tensor]]) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.step, self.planned) * group["pace"]
        loss = learn(self.model, parts)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        return loss

    def _plan(self) -> None:
        """Plan no more steps than the time left allows at the pace so far."""
        left = max(0.0, self.options.minutes * 60 - self.seconds)
        reachable = self.step + int(left * self.step / self.seconds)
        self.planned = min(self.options.steps, reachable)

    def _tell(self, loss: float) -> None:
        _say(
            f"step {self.step} of {self.planned}  loss {loss:.4f}  "
            f"{self.step / self.seconds:.2f} steps/s  "
            f"lr {rate(self.step, self.planned):.2e}  {self.seconds / 60:.1f} min"
        )

    def _grade(self) -> None:
        scores = accuracies(self.model, self.words, split="validation", count=CHECK_ROWS)
        self.model.train()
        marks = {key: "*" if task.held_out else "" for key, task in sandbox_tasks().items()}
        told = "  ".join(f"{key}{marks[key]} {100 * score:.0f}" for key, score in scores.items())
        mean = 100 * sum(scores.values()) / len(scores)
        _say(f"validation at step {self.step} (* held out): mean {mean:.1f}  {told}")

    def _keep(self) -> None:
        """Write the checkpoint, then the folder that the program loads."""
        path: Path = self.options.checkpoint
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "planned": self.planned,
        }
        torch.save(state, fresh)
        fresh.replace(path)
        self.model.save_pretrained(self.options.out)
        (self.options.out / "model.safetensors").chmod(0o644)
        record = {
            "steps": self.step,
            "planned": self.planned,
            "minutes": round(self.seconds / 60, 1),
            "seed": self.options.seed,
            "batch": BATCH,
            "peak_learning_rate": PEAK,
            "threads": self.options.threads,
            "machine": _machine(),
            "torch": torch.__version__,
        }
        text = json.dumps(record, indent=2) + "\n"
        (self.options.out / "training.json").write_text(text, encoding="utf-8")
        _say(f"kept step {self.step} in {self.options.out}")


def main() -> None:
    """Train, report, keep."""
    options = _options()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    words = tokenizer.build()
    tokenizer.save(words, options.out)
    model = fresh_model(words, options.seed)
    training = Training(options, words, model, optimiser(model), planned=options.steps)
    training.resume()
    size = sum(weight.numel() for weight in model.parameters())
    _say(f"{size:,} parameters, seed {options.seed}, {_machine()}, {options.threads} thread(s)")
    _say(f"planned: {training.planned} steps of {BATCH} rows, at most {options.minutes} minutes")
    training.run()


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
