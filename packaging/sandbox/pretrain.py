"""Train the sandbox model, from nothing to a Hugging Face folder.

    python packaging/sandbox/pretrain.py --steps 40000 --minutes 75

Progress goes to the standard output: speed and loss, and every 1,000 steps the accuracy of every
task on its validation split, asked with its canonical instruction. The folder is written anew at
every checkpoint; a run that was broken off goes on from its last checkpoint.
"""

import argparse
import contextlib
import functools
import itertools
import json
import math
import multiprocessing
import multiprocessing.pool
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mixture
import numpy as np
import tokenizer
import torch
from grade import accuracies, padded
from numpy.typing import NDArray
from start import fresh_model
from transformers import (  # noqa: TID253
    PreTrainedTokenizerFast,
    T5ForConditionalGeneration,
)

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import sandbox_tasks
from promptstudio.tasks.sandbox.rows import stream

MICRO: Final = 3
POOL: Final = 8
WARM_UP: Final = 600
WORDS_PACE: Final = 4.0
PLAIN: Final = (1500, 5000)
CHECK_ROWS: Final = 96
TOLD: Final = 200

Micro = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Token ids of inputs, and of targets with -100 behind their ends; a row each."""


def pool_of(seed: int, batch: int, pool: int) -> list[list[Micro]]:
    """Return the micro-batches of the steps of a pool.

    A pool of several steps is sorted by length; a step takes one micro-batch of each third of
    the lengths, so that padding is saved and yet every step sees every sort of example.
    """
    words = _words()
    rng = stream("pretrain", seed, pool)
    part = variety(pool * POOL)
    dense = 0.15 + 0.35 * (1 - part)
    drawn = [mixture.example(rng, part, dense) for _ in range(batch * POOL)]
    sources = words([each.source for each in drawn])["input_ids"]
    targets = words([each.target for each in drawn])["input_ids"]
    order = sorted(
        range(len(drawn)), key=lambda which: (len(targets[which]) > 3, len(sources[which]))
    )
    width = batch // MICRO
    cuts = [order[at : at + width] for at in range(0, len(order), width)]
    parts = [rng.sample(cuts[at : at + POOL], POOL) for at in range(0, len(cuts), POOL)]
    return [
        [_filled([(sources[one], targets[one]) for one in part[step]]) for part in parts]
        for step in range(POOL)
    ]


def steps_from(options: argparse.Namespace, start: int) -> Iterator[list[Micro]]:
    """Yield the micro-batches of each step from step ``start`` on, made by ``--workers``."""
    first = start // POOL
    make = functools.partial(pool_of, options.seed, options.batch)
    with contextlib.ExitStack() as stack:
        if options.workers:
            spawn = multiprocessing.get_context("spawn")
            workers = stack.enter_context(spawn.Pool(options.workers))
            pools = _ahead(workers, make, first, 4 * options.workers)
        else:
            pools = map(make, itertools.count(first))
        for number, steps in enumerate(pools):
            yield from steps[start % POOL if number == 0 else 0 :]


def _ahead(
    workers: multiprocessing.pool.Pool,
    make: Callable[[int], list[list[Micro]]],
    first: int,
    ahead: int,
) -> Iterator[list[list[Micro]]]:
    """Yield pools in order while the next ones are being made."""
    asked = [workers.apply_async(make, (first + number,)) for number in range(ahead)]
    for pool in itertools.count(first + ahead):
        yield asked.pop(0).get()
        asked.append(workers.apply_async(make, (pool,)))


@functools.cache
def _words() -> PreTrainedTokenizerFast:
    return tokenizer.build()


def _filled(rows: list[tuple[list[int], list[int]]]) -> Micro:
    ids = padded([source for source, _ in rows], 0)
    labels = padded([target for _, target in rows], -100)
    return ids.numpy(), labels.numpy()


def learn(model: T5ForConditionalGeneration, parts: list[Micro]) -> torch.Tensor:
    """Add the gradients of one step, the mean over its target tokens; return the loss in nats."""
    device = model.device
    tokens = [int((labels != -100).sum()) for _, labels in parts]
    total = torch.zeros((), device=device)
    for (source, target), count in zip(parts, tokens, strict=True):
        ids, labels = (torch.from_numpy(part).to(device) for part in (source, target))
        with torch.autocast(device.type, torch.bfloat16):
            output = model(input_ids=ids, attention_mask=(ids != 0).long(), labels=labels)
            loss = output.loss * (count / sum(tokens))
        loss.backward()
        total += loss.detach()
    return total


def variety(step: int) -> float:
    """Return how often words and phrasings vary: never at the start, always later."""
    return min(1.0, max(0.0, (step - PLAIN[0]) / (PLAIN[1] - PLAIN[0])))


def optimiser(model: T5ForConditionalGeneration, peak: float) -> torch.optim.Optimizer:
    """Return AdamW; a word is met in few rows, so that word vectors move in larger steps."""
    words = model.shared.weight
    rest = [weight for weight in model.parameters() if weight is not words]
    groups = [{"params": rest, "pace": 1.0}, {"params": [words], "pace": WORDS_PACE}]
    return torch.optim.AdamW(groups, lr=peak, weight_decay=0.01, fused=True)


def rate(step: int, steps: int) -> float:
    """Return a step's part of the learning rate: a linear start, then a cosine down to zero."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    done = min(1.0, (step - WARM_UP) / max(1, steps - WARM_UP))
    return 0.5 * (1 + math.cos(math.pi * done))


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
        began, loss = time.perf_counter() - self.seconds, torch.zeros(())
        self.model.train()
        for parts in steps_from(self.options, self.step):
            loss = loss.to(self.model.device) + self._learn(parts)
            self.seconds = time.perf_counter() - began
            if self.step % TOLD == 0:
                self._plan()
                self._tell(float(loss) / TOLD)
                loss = torch.zeros(())
            last = self.step >= self.planned
            if last or self.step % self.options.check == 0:
                self._grade()
            if last or self.step % self.options.keep == 0:
                self._keep()
            if last:
                break
        _say(f"done: {self.step} steps in {self.seconds / 60:.1f} minutes")

    def _learn(self, parts: list[Micro]) -> torch.Tensor:
        part = rate(self.step, self.planned)
        for group in self.optimiser.param_groups:
            group["lr"] = self.options.peak * part * group["pace"]
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
            f"lr {self.options.peak * rate(self.step, self.planned):.2e}  "
            f"{self.seconds / 60:.1f} min"
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
            "batch": self.options.batch,
            "peak_learning_rate": self.options.peak,
            "device": _device_name(self.model.device),
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
    model = fresh_model(words, options.seed).to(options.device)
    training = Training(
        options, words, model, optimiser(model, options.peak), planned=options.steps
    )
    training.resume()
    size = sum(weight.numel() for weight in model.parameters())
    _say(f"{size:,} parameters, seed {options.seed}, {_machine()}, {options.threads} thread(s)")
    _say(
        f"planned: {training.planned} steps of {options.batch} rows, "
        f"at most {options.minutes} minutes, on {_device_name(model.device)}"
    )
    training.run()


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _device_name(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type


def _say(text: str) -> None:
    print(text, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--steps", type=int, default=34000, help="steps planned")
    parser.add_argument("--minutes", type=float, default=75.0, help="time that may be spent")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--batch", type=int, default=48, help="rows of a step")
    parser.add_argument("--peak", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--workers", type=int, default=0, help="processes that make the rows")
    parser.add_argument("--check", type=int, default=1000, help="steps between validations")
    parser.add_argument("--keep", type=int, default=2000, help="steps between checkpoints")
    parser.add_argument("--out", type=Path, default=resource("sandbox") / "model")
    parser.add_argument("--checkpoint", type=Path, default=Path("build/sandbox/checkpoint.pt"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
