import pytest
import torch
from torch import nn

from promptstudio.nn.attention import prompt_attention, queries

B, J, P, D, W = 3, 4, 5, 6, 7


def random(*shape: int, seed: int = 0) -> torch.Tensor:
    drawn = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=drawn, dtype=torch.float64)


@pytest.mark.parametrize("affine", [True, False])
def test_queries_are_those_of_pytorch_s_layers(*, affine: bool) -> None:
    pooled, down, up = random(B, D), random(D, W, seed=1), random(W, D, seed=2)
    scale, offset = random(1, D, seed=3), random(1, D, seed=4)
    norm = nn.LayerNorm(D, elementwise_affine=affine)
    layers = nn.Sequential(
        nn.Linear(D, W, bias=False), nn.SiLU(), nn.Linear(W, D, bias=False), norm
    ).double()
    values = [down.T, up.T, scale[0], offset[0]]
    with torch.no_grad():
        for parameter, value in zip(layers.parameters(), values, strict=False):
            parameter.copy_(value)
        expected = layers(pooled)
    learnt = {"scale": scale, "offset": offset} if affine else {}
    torch.testing.assert_close(queries(pooled, down, up, **learnt), expected)


def test_attention_equals_a_loop() -> None:
    asked, prompts, temperature = random(B, D), random(J, P, D, seed=1), 0.7
    found = prompt_attention(asked, prompts, temperature)
    assert found.shape == (B, J)
    for b in range(B):
        scores = []
        for j in range(J):
            key = [max(float(prompts[j, p, d]) for p in range(P)) for d in range(D)]
            scores.append(sum(float(asked[b, d]) * key[d] for d in range(D)) / temperature)
        expected = torch.tensor(scores, dtype=torch.float64).exp()
        torch.testing.assert_close(found[b], expected / expected.sum())


def test_temperature_goes_from_one_prompt_to_all_alike() -> None:
    asked, prompts = random(B, D), random(J, P, D, seed=1)
    even = prompt_attention(asked, prompts, 1e9)
    torch.testing.assert_close(even, torch.full((B, J), 1 / J, dtype=torch.float64))
    sharp = prompt_attention(asked, prompts, 1e-9)
    torch.testing.assert_close(sharp.amax(1), torch.ones(B, dtype=torch.float64))


def test_equal_prompts_get_equal_weights() -> None:
    prompts = random(1, P, D).expand(J, -1, -1)
    found = prompt_attention(random(B, D, seed=1), prompts, 0.1)
    torch.testing.assert_close(found, torch.full((B, J), 1 / J, dtype=torch.float64))
