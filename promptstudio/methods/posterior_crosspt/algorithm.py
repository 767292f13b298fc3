"""CrossPT whose shared prompts are posterior particles and whose router the posterior holds.

No paper reports this. Added to the joint loss, for every target: ``posterior_weight`` times
the negative log density of its mixed shared prompt under the mixture of Gaussians around the
particles as the source stage left them.

References
----------
Pouramini and Faili 2025 (CrossPT), arXiv:2509.14253. Lee et al. 2023, arXiv:2402.08594.
"""

import torch
from torch import Tensor

from promptstudio.methods.contract import Beginning, Env, State
from promptstudio.methods.posterior_crosspt import PosteriorCrossPTConfig
from promptstudio.methods.routing import JointRouter
from promptstudio.nn import priors


class PosteriorCrossPT(JointRouter):
    """Joint state as that of `JointRouter`, with ``anchors`` (M, P, D): the first particles."""

    def __init__(self, config: PosteriorCrossPTConfig) -> None:
        super().__init__(config)
        self.weight = config.posterior_weight
        self.sigma = config.posterior_sigma

    def shared_start(self, env: Env, upstream: State) -> Tensor:
        """Return the particles (M, P, D)."""
        return upstream["particles"]

    def shared_names(self, env: Env, state: State) -> tuple[str, ...]:
        """Return a name for every particle."""
        return tuple(f"particle_{number}" for number in range(1, len(state["sources"]) + 1))

    def begin(self, env: Env, upstream: State) -> Beginning:
        """Begin as CrossPT does, and remember where the particles are."""
        state = yield from super().begin(env, upstream)
        return {**state, "anchors": upstream["particles"].clone()}

    def penalty(self, state: State, weights: Tensor | None) -> Tensor | None:
        """Return the weighted negative log posterior, summed over targets."""
        if weights is None:
            return None
        found = [
            priors.mixture(prompt, state["anchors"], self.sigma).value
            for prompt in self.shared(state, weights)
        ]
        return -self.weight * torch.stack(found).sum()
