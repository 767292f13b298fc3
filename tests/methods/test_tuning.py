import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import validated
from promptstudio.methods.prompt_tuning import PromptTuningConfig
from promptstudio.methods.tuning import starting_prompt
from tests.methods.fakes import TARGETS, FakeEnv, seeded

ENV = FakeEnv()


def start(tasks: tuple[str, ...] = ("hotel",), seed: int = 0, **values: object) -> Tensor:
    config = PromptTuningConfig.model_validate(values)
    return starting_prompt(ENV, config, tasks, seeded(seed))


def word(text: str) -> Tensor:
    return ENV.vocabulary[torch.tensor(ENV.encode(text))].mean(0)


def is_vocabulary(rows: Tensor) -> bool:
    return bool((rows[:, None] == ENV.vocabulary).all(-1).any(1).all())


@pytest.mark.parametrize(
    "init", ["vocabulary", "full_vocabulary", "label_words", "task_names", "text", "random"]
)
@pytest.mark.parametrize("length", [1, 7, 40])
def test_every_start_has_the_shape(init: str, length: int) -> None:
    prompt = start(init=init, num_virtual_tokens=length)
    assert prompt.shape == (length, 4)
    assert prompt.isfinite().all()


def test_frequent_starts_stay_within_the_first_ids_and_full_ones_do_not() -> None:
    """Row i of this vocabulary holds the number i; ids 0 and 1 stand for no text."""
    env = FakeEnv()
    numbered = torch.arange(12_000.0)[:, None].expand(-1, env.token_dim)
    object.__setattr__(env, "vocabulary", numbered)

    def drawn(init: str) -> Tensor:
        config = PromptTuningConfig.model_validate({"init": init, "num_virtual_tokens": 1000})
        return starting_prompt(env, config, ("hotel",), seeded(0))[:, 0]

    frequent, full = drawn("vocabulary"), drawn("full_vocabulary")
    assert len(frequent.unique()) == 1000
    assert float(frequent.min()) >= 2
    assert 4900 < float(frequent.max()) <= 5001
    assert 11_500 < float(full.max()) < 12_000
    assert len(full.unique()) == 1000
    # of 12,000 ids 7,000 lie beyond: the share's standard deviation is 1.6 points
    assert float((full > 5001).float().mean()) == pytest.approx(7 / 12, abs=0.05)


def test_label_words_come_first_once_each() -> None:
    prompt = start(("hotel", "film"), init="label_words")
    torch.testing.assert_close(prompt[:2], torch.stack([word("good"), word("bad")]))
    assert is_vocabulary(prompt[2:])
    assert not is_vocabulary(prompt[:2])


def test_free_text_tasks_have_no_label_words_and_fall_back() -> None:
    assert is_vocabulary(start(("book",), init="label_words"))


def test_task_names_are_read_as_words() -> None:
    prompt = start(("hotel_stars", "film"), init="task_names")
    torch.testing.assert_close(prompt[:2], torch.stack([word("hotel stars"), word("film")]))


def test_text_is_taken_token_by_token() -> None:
    prompt = start(init="text", init_text="abc", num_virtual_tokens=4)
    torch.testing.assert_close(prompt, ENV.vocabulary[torch.tensor([97, 98, 99, 97])])


def test_random_starts_use_the_scale() -> None:
    wide = start(init="random", init_scale=2.0, num_virtual_tokens=400)
    assert float(wide.std()) == pytest.approx(2.0, rel=0.1)
    flat = start(init="uniform", init_scale=2.0, num_virtual_tokens=400)
    assert 1.9 < float(flat.abs().max()) <= 2.0


def test_starts_depend_on_the_generator() -> None:
    assert torch.equal(start(), start())
    assert not torch.equal(start(), start(seed=1))


def test_a_blank_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(ConfigError, match=r"init_text = ' '.*give at least one word\.$"):
        validated(PromptTuningConfig, {"init_text": " "}, "Method 'prompt_tuning'")


def test_a_text_without_tokens_is_refused_with_a_sentence() -> None:
    with pytest.raises(ConfigError, match=r"initial text '123' has no tokens\. Write a word"):
        start(TARGETS, init="text", init_text="123")
