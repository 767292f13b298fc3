"""Retrieval of source prompts, and four ways to use them.

References
----------
Vu et al. 2022, "SPoT: Better Frozen Model Adaptation through Soft Prompt Transfer",
arXiv:2110.07904. Su et al. 2022, arXiv:2111.06719 (overlap of activated neurons).
"""

from collections.abc import Generator, Sequence

import torch
from torch import Tensor

from promptstudio.methods.contract import (
    Answer,
    Artifact,
    Ask,
    Asking,
    Batch,
    Beginning,
    Env,
    Feed,
    Mixture,
    Row,
    Stage,
    StageAlgorithm,
    State,
    StepStage,
)
from promptstudio.methods.spot import SpotConfig
from promptstudio.methods.tuning import (
    common_origin,
    target_optimizer,
    tuning_step,
    validation_losses,
)
from promptstudio.nn.similarity import neuron_overlap, similarities


class Spot:
    """Every state holds ``sources`` (S, P, D) and ``origins``; from retrieval on ``scores`` (S,).

    Besides: ``prompt`` (P, D) with moments; with best of k ``prompts`` (k, P, D) with moments
    and the ``choice`` among them.
    """

    def __init__(self, config: SpotConfig) -> None:
        self.config = config
        self.optimizer = target_optimizer(config)
        self.probe_optimizer = target_optimizer(config, config.probe_steps)
        self.mixture_optimizer = target_optimizer(config, config.mixture_steps)

    def stages(self) -> tuple[StageAlgorithm, ...]:
        """Return probe, mixture and target stage."""
        own = Feed(tasks="target", batch_size=self.config.batch_size)
        sources = Feed(tasks="sources", batch_size=self.config.source_batch_size)
        tune, probe = tuning_step(self.optimizer), tuning_step(self.probe_optimizer)
        several = self.config.use == "best_of_k"
        return (
            Stage(key="probe", feed=own, begin=self._begin_probe, step=probe),
            Stage(key="mixture", feed=sources, begin=self._begin_mixture, step=self._mix),
            Stage(
                key="target",
                feed=own,
                begin=self._begin_several if several else self._begin_target,
                step=self._tune_several if several else self._reported(tune),
            ),
        )

    def mixture(self, env: Env, state: State, task: str, rows: Sequence[Row]) -> Mixture:
        """Predict with the prompt, of k prompts with the chosen one."""
        return Mixture.single(_prompt(state), len(rows))

    def artifact(self, env: Env, state: State, task: str) -> Artifact:
        """Return the prompt that `mixture` predicts with."""
        return Artifact(kind="plain", prompt=_prompt(state))

    # -- retrieval -------------------------------------------------------------------------

    def _begin_probe(self, env: Env, upstream: State) -> Beginning:
        yield from ()  # asks nothing
        start = common_origin(env, self.config, upstream)
        return {**_kept(upstream), **self.probe_optimizer.init("prompt", start)}

    def _scores(self, env: Env, state: State) -> Generator[Ask, Answer, Tensor]:
        """Return how fit each source is for the target (S,); larger is better."""
        sources = state["sources"]
        match self.config.retrieval:
            case "named":
                named = [float(task == self.config.source) for task in env.source_tasks]
                return torch.tensor(named)
            case "zero_shot":
                losses = yield from validation_losses(env, sources, env.target_tasks[0])
                return -losses.float()
            case "neurons":
                prompts = torch.cat([state["prompt"][None], sources])
                found = yield from _neurons(env, prompts)
                return torch.from_numpy(neuron_overlap(found.numpy())[0, 1:]).float()
            case measure:
                every = [prompt.numpy() for prompt in sources]
                return torch.from_numpy(
                    similarities(measure, state["prompt"].numpy(), every)
                ).float()

    def _nearest(self, scores: Tensor) -> Tensor:
        """Return the indices of the sources that are used, nearest first."""
        count = 1 if self.config.use == "best" else self.config.top_k
        return scores.argsort(descending=True, stable=True)[:count]

    def _weights(self, scores: Tensor) -> Tensor:
        """Return the weights (S,) of the sources: by score among the nearest, none beyond.

        Similarities count as they are, losses as likelihoods exp(-loss).
        """
        chosen = self._nearest(scores)
        weights = torch.zeros_like(scores)
        likely = self.config.retrieval == "zero_shot"
        graded = torch.softmax(scores[chosen], 0) if likely else scores[chosen].clamp_min(0.0)
        weights[chosen] = graded if self.config.use == "weighted" else 1.0
        if not float(weights.sum()) > 0.0:
            weights[chosen] = 1.0
        return weights / weights.sum()

    # -- a prompt on the rows of the nearest sources ------------------------------------------

    def _begin_mixture(self, env: Env, upstream: State) -> Beginning:
        scores = yield from self._scores(env, upstream)
        start = common_origin(env, self.config, upstream)
        tuned = self.mixture_optimizer.init("prompt", start)
        return {**_kept(upstream), "scores": scores, **tuned}

    def _mix(self, env: Env, state: State, batch: Batch) -> Asking:
        chosen = {env.source_tasks[index] for index in self._nearest(state["scores"]).tolist()}
        parts = [part.rows for part in batch.parts if part.task in chosen]
        ask = Ask.mean_loss(state["prompt"].expand(len(parts), -1, -1), parts)
        answer = yield ask
        grad = answer.grads.mean(0)
        updated = self.mixture_optimizer.apply(state, "prompt", grad, batch.index)
        return {**state, **updated}, {"loss": float(answer.totals(ask).mean())}

    # -- the target --------------------------------------------------------------------------

    def _begin_target(self, env: Env, upstream: State) -> Beginning:
        if self.config.use == "mixture":
            start, scores = upstream["prompt"], upstream["scores"]
        else:
            scores = yield from self._scores(env, upstream)
            start = torch.einsum("s,spd->pd", self._weights(scores), upstream["sources"])
        return {**_kept(upstream), "scores": scores, **self.optimizer.init("prompt", start)}

    def _reported(self, tune: StepStage) -> StepStage:
        """Add what was retrieved to the numbers of the first step."""

        def step(env: Env, state: State, batch: Batch) -> Asking:
            after, metrics = yield from tune(env, state, batch)
            return after, {**metrics, **self._retrieved(env, state, batch.index)}

        return step

    def _begin_several(self, env: Env, upstream: State) -> Beginning:
        scores = yield from self._scores(env, upstream)
        prompts = upstream["sources"][self._nearest(scores)].clone()  # (k, P, D)
        losses = yield from validation_losses(env, prompts, env.target_tasks[0])
        tuned = self.optimizer.init("prompts", prompts)
        return {**_kept(upstream), "scores": scores, "choice": losses.argmin(), **tuned}

    def _tune_several(self, env: Env, state: State, batch: Batch) -> Asking:
        """Tune k prompts side by side; look at the validation rows now and then."""
        prompts = state["prompts"]
        ask = Ask.mean_loss(prompts, [batch.rows] * len(prompts))
        answer = yield ask
        after = {**state, **self.optimizer.apply(state, "prompts", answer.grads, batch.index)}
        done = batch.index + 1
        if done % self.config.choose_every == 0 or done == self.config.steps:
            losses = yield from validation_losses(env, after["prompts"], env.target_tasks[0])
            after["choice"] = losses.argmin()
        metrics = {"loss": float(answer.totals(ask)[int(after["choice"])])}
        return after, {**metrics, **self._retrieved(env, state, batch.index)}

    def _retrieved(self, env: Env, state: State, index: int) -> dict[str, float]:
        if index:
            return {}
        scores = state["scores"]
        weights = self._weights(scores)
        return {
            f"{name}/{task}": float(values[number])
            for name, values in (("similarity", scores), ("weight", weights))
            for number, task in enumerate(env.source_tasks)
        }


def _kept(state: State) -> dict[str, Tensor]:
    return {name: state[name] for name in ("sources", "origins")}


def _prompt(state: State) -> Tensor:
    return state["prompts"][int(state["choice"])] if "prompts" in state else state["prompt"]


def _neurons(env: Env, prompts: Tensor) -> Generator[Ask, Answer, Tensor]:
    """Ask which neurons prompts (M, P, D) activate by themselves, (M, L, F)."""
    some = env.rows(env.target_tasks[0], "validation")[0]
    alone = Row(task=some.task, input_ids=(), target_ids=some.target_ids[:1])
    answer = yield Ask(
        prompts=prompts,
        rows=[alone],
        row=torch.zeros(len(prompts), dtype=torch.long),
        prompt=torch.arange(len(prompts)),
        weight=torch.ones(len(prompts)),
        need_grads=False,
        need_neurons=True,
    )
    if answer.neurons is None:
        raise AssertionError("the oracle answered without the neurons")
    return answer.neurons
