from types import SimpleNamespace
from typing import Any

import pytest
import torch

from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Score, Scored
from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import resource
from promptstudio.core.settings import validated
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Ask, Mixture, Row
from promptstudio.methods.registry import build, methods
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.encoding import TaskData, encode_task, with_instruction
from promptstudio.tasks.splits import make_splits
from tests.methods.fakes import TARGETS, Bench, FakeEnv, drive, rows_of

INFO = methods()["text_instruction"]
P, ROWS = 7, 24


def prompt_for(env: Any, **values: object) -> torch.Tensor:
    method = build(INFO, validated(INFO.config_type, dict(values), "test"))
    (stage,) = method.stages()
    return drive(stage.begin(env, {}), lambda ask: pytest.fail("nothing is to be asked"))["prompt"]


def one_target(**changes: object) -> Any:
    env = FakeEnv(target_tasks=TARGETS[:1])
    known = {"target_tasks": env.target_tasks, "vocabulary": env.vocabulary, "encode": env.encode}
    return SimpleNamespace(**{**known, "instruction": env.instruction, **changes})


def test_the_prompt_is_the_instruction_token_by_token() -> None:
    env = one_target()
    ids = env.encode("is this hotel good or bad")
    assert torch.equal(prompt_for(env), torch.stack([env.vocabulary[i] for i in ids]))
    ids = env.encode("so what")
    assert torch.equal(prompt_for(env, instruction=" so what "), env.vocabulary[torch.tensor(ids)])


@pytest.mark.parametrize("text", ["", " ", "123"])
def test_a_task_without_instruction_is_refused(text: str) -> None:
    env = one_target(instruction=lambda task: text)
    with pytest.raises(
        ConfigError,
        match=r"^Text instruction: the task 'hotel' has no instruction\. Add one to its card, or",
    ):
        prompt_for(env)
    assert len(prompt_for(env, instruction="good or bad")) == 9


def test_nothing_is_trained() -> None:
    tuned = Bench(INFO, {})
    assert [steps for _, steps in tuned.active] == [0]
    state = tuned.run()["target"]
    assert set(state) == {"prompt"}
    found = tuned.method.mixture(tuned.env("target"), state, TARGETS[0], rows_of(TARGETS[0], 2))
    assert isinstance(found, Mixture)


@pytest.fixture(scope="module")
def sandbox() -> Backbone:
    try:
        resource("sandbox/model/model.safetensors")
    except ConfigError:
        pytest.skip("the sandbox model has not been trained yet")
    torch.set_num_threads(1)
    return load_backbone(BackboneSpec(device="cpu"))


@pytest.mark.parametrize("task", ["hotel_sentiment", "topic_home", "work_entailment"])
def test_it_equals_the_instruction_written_before_every_input(sandbox: Backbone, task: str) -> None:
    """The same tokens come in, so losses and label scores are the same numbers."""
    card = load_catalogue().cards[task]
    plain = make_splits(card, shots=None, split_seed=0)
    limits = {"max_input_tokens": 256, "max_target_tokens": 8}
    data, told = (
        encode_task(card, rows, sandbox.tokenizer, **limits)
        for rows in (plain, with_instruction(card, plain))
    )
    env = SimpleNamespace(
        target_tasks=(task,),
        vocabulary=sandbox.vocabulary,
        instruction=lambda task: card.instruction,
        encode=lambda text: sandbox.tokenizer.encode(text, add_special_tokens=False),
    )
    prompt = prompt_for(env)
    for row, written in zip(data.test[:ROWS], told.test[:ROWS], strict=True):
        assert (*env.encode(card.instruction), *row.input_ids) == written.input_ids
    found = scores(sandbox, prompt, data)
    assert torch.equal(found, scores(sandbox, prompt[:0], told))
    assert not torch.allclose(found, scores(sandbox, prompt[:0], data), atol=0.1)


def scores(backbone: Backbone, prompt: torch.Tensor, data: TaskData) -> torch.Tensor:
    """Losses and label scores of the first test rows under one prompt (P, D)."""
    rows: tuple[Row, ...] = data.test[:ROWS]
    oracle = Oracle(backbone, mode="in_turn")
    mixture = Mixture.single(prompt, len(rows))
    likely = oracle.answer(
        Score(
            prompts=mixture.prompts,
            rows=rows,
            row=mixture.row,
            prompt=mixture.prompt,
            candidates=data.candidates,
        )
    )
    ask = Ask.mean_loss(mixture.prompts, [rows], need_grads=False)
    assert isinstance(likely, Scored)
    return torch.cat([oracle.answer(ask).losses[:, None], likely.log_likelihood], 1)  # type: ignore[union-attr]
