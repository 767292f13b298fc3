"""What several algorithms share: starting prompts, optimisers from settings, plain tuning."""

import re
from collections.abc import Generator, Sequence

import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.methods.contract import Answer, Ask, Asking, Batch, Env, State, StepStage
from promptstudio.methods.fields import SourcePrompts, SourceTuning, Start, TargetTuning
from promptstudio.nn import starts
from promptstudio.nn.optim import Optimizer, make_optimizer


def source_optimizer(config: SourceTuning) -> Optimizer:
    """Return the optimiser of a source stage."""
    return make_optimizer(
        config.source_optimizer,
        learning_rate=config.source_learning_rate,
        weight_decay=config.source_weight_decay,
        schedule=config.source_schedule,
        steps=config.source_steps,
        warmup_steps=config.source_warmup_steps,
    )


def target_optimizer(config: TargetTuning, steps: int | None = None) -> Optimizer:
    """Return the optimiser of a target stage, or of a shorter stage like it.

    There the warm-up takes ``steps`` at most.
    """
    warmup_steps = config.warmup_steps if steps is None else min(config.warmup_steps, steps)
    return make_optimizer(
        config.optimizer,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        schedule=config.schedule,
        steps=steps or config.steps,
        warmup_steps=warmup_steps,
    )


def starting_prompt(
    env: Env, config: Start, tasks: Sequence[str], generator: torch.Generator
) -> Tensor:
    """Return a first prompt (P, D) for some tasks.

    Label words and task names take one virtual token each (the mean embedding of their
    tokens); what is left is filled with sampled vocabulary.

    Raises
    ------
    ConfigError
        If the text to start from has no tokens.
    """
    length = config.num_virtual_tokens
    match config.init:
        case "random":
            return starts.random_normal(length, env.token_dim, config.init_scale, generator)
        case "uniform":
            return starts.random_uniform(length, env.token_dim, config.init_scale, generator)
        case "text":
            ids = env.encode(config.init_text)
            if not ids:
                raise ConfigError(
                    f"The initial text '{config.init_text}' has no tokens. Write a word or two."
                )
            return starts.repeated(ids, length, env.vocabulary)
        case "label_words":
            words = [word for task in tasks for word in env.label_words(task)]
        case "task_names":
            words = [re.sub(r"[_.-]+", " ", task) for task in tasks]
        case _:
            words = []
    choice = None if config.init == "full_vocabulary" else starts.FREQUENT_IDS
    rest = starts.sampled_vocabulary(
        length, env.vocabulary, env.special_ids, generator, choice=choice
    )
    encoded = [env.encode(word) for word in dict.fromkeys(words)]
    rows = [starts.mean_embedding(ids, env.vocabulary) for ids in encoded if ids]
    return starts.filled(rows, rest)


def common_origin(env: Env, config: SourcePrompts, upstream: State) -> Tensor:
    """Return where a target's prompt (P, D) starts beside trained source prompts.

    Where the source prompts started together it is their start, so that what they learned can
    be compared; else a start of the target's own.
    """
    if config.same_start:
        return upstream["origins"][0].clone()
    return starting_prompt(env, config, env.target_tasks, env.generator("start"))


def validation_losses(env: Env, prompts: Tensor, task: str) -> Generator[Ask, Answer, Tensor]:
    """Ask for the mean losses (M,) of prompts (M, P, D) on a task's validation rows."""
    rows = env.rows(task, "validation")
    ask = Ask.mean_loss(prompts, [rows] * len(prompts), need_grads=False)
    answer = yield ask
    return answer.totals(ask)


def refuse_step(env: Env, state: State, batch: Batch) -> Asking:
    """Stand for the step of a stage that only begins."""
    yield from ()  # a generator, as every step is
    raise AssertionError("a stage without steps was asked for one")


def tuning_step(optimizer: Optimizer) -> StepStage:
    """Return the step of plain prompt tuning: ``prompt`` (P, D) follows the mean loss."""

    def step(env: Env, state: State, batch: Batch) -> Asking:
        ask = Ask.mean_loss(state["prompt"][None], [batch.rows])
        answer = yield ask
        updated = optimizer.apply(state, "prompt", answer.grads[0], batch.index)
        return {**state, **updated}, {"loss": float(answer.totals(ask)[0])}

    return step
