import pytest
import torch

from promptstudio.nn import starts

VOCABULARY = torch.arange(40.0).view(20, 2)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def ids_of(prompt: torch.Tensor) -> list[int]:
    return [int(row[0]) // 2 for row in prompt]


def test_random_numbers_have_the_scale() -> None:
    normal = starts.random_normal(200, 50, 0.5, generator())
    uniform = starts.random_uniform(200, 50, 0.5, generator())
    assert normal.shape == uniform.shape == (200, 50)
    assert float(normal.std()) == pytest.approx(0.5, rel=0.05)
    assert float(uniform.abs().max()) == pytest.approx(0.5, rel=0.01)
    assert float(uniform.mean()) == pytest.approx(0.0, abs=0.02)


def test_sampled_vocabulary_has_no_special_and_no_double_ids() -> None:
    special = frozenset({0, 3, 19})
    found = ids_of(starts.sampled_vocabulary(17, VOCABULARY, special, generator()))
    assert sorted(found) == sorted(set(range(20)) - special)
    assert found != sorted(found)


def test_sampled_vocabulary_takes_frequent_ids_only() -> None:
    vocabulary = torch.arange(2.0 * 6000).view(6000, 2)
    found = ids_of(starts.sampled_vocabulary(600, vocabulary, frozenset({0}), generator()))
    assert max(found) <= starts.FREQUENT_IDS
    assert max(found) > 4000


def test_a_prompt_longer_than_the_vocabulary_repeats_it() -> None:
    found = ids_of(starts.sampled_vocabulary(25, VOCABULARY, frozenset(), generator()))
    assert len(found) == 25
    assert set(found) == set(range(20))


def test_rows_come_first_and_the_rest_is_filled() -> None:
    rest = torch.zeros(3, 2)
    one = torch.ones(2)
    torch.testing.assert_close(starts.filled([one], rest), torch.tensor([[1.0, 1], [0, 0], [0, 0]]))
    assert torch.equal(starts.filled([one] * 5, rest), torch.ones(3, 2))
    assert torch.equal(starts.filled([], rest), rest)


def test_a_text_is_repeated_or_cut() -> None:
    assert ids_of(starts.repeated((4, 7), 5, VOCABULARY)) == [4, 7, 4, 7, 4]
    assert ids_of(starts.repeated((4, 7, 9), 2, VOCABULARY)) == [4, 7]


def test_a_word_of_several_tokens_is_their_mean() -> None:
    torch.testing.assert_close(starts.mean_embedding((1, 3), VOCABULARY), torch.tensor([4.0, 5.0]))
