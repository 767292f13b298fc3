"""CrossPT over posterior particles, held near the posterior that they stand for."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import setting
from promptstudio.methods.posterior_fields import SourcePosterior
from promptstudio.methods.routing_fields import JOINT_TUNING, JointRouting, composed_size


class PosteriorCrossPTConfig(JointRouting, SourcePosterior):
    """Settings of posterior CrossPT."""

    posterior_weight: float = setting(
        1e-3,
        title="Posterior weight",
        help="Factor of -log posterior of every target's mixed shared prompt beside the loss.",
        stage="joint",
        ge=0.0,
        le=1e3,
        when={"parts": ("both", "shared")},
    )
    posterior_sigma: float = setting(
        1.0,
        title="Posterior width",
        help="Standard deviation of the posterior's Gaussians around the particles.",
        stage="joint",
        ge=1e-4,
        le=1e4,
        when={"parts": ("both", "shared")},
    )


METHOD: Final = MethodInfo(
    key="posterior_crosspt",
    title="Posterior CrossPT",
    summary=(
        "A router mixes particles of the source posterior for every target, and the posterior "
        "holds the mixture back."
    ),
    paper="Reported in no paper; joins arXiv:2509.14253 and arXiv:2402.08594",
    config_type=PosteriorCrossPTConfig,
    build="algorithm:PosteriorCrossPT",
    stages=(
        StageInfo(
            key="source",
            title="Source posterior",
            scope="source",
            steps="source_steps",
            owner="svgd_transfer",
        ),
        JOINT_TUNING,
    ),
    series={
        "router": "Router weights",
        "temperature": "Router temperature",
        "penalty": "Weighted negative log posterior",
    },
    is_experimental=True,
    size=composed_size,
)
