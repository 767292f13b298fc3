"""Settings of hypothesis for all property tests: the same examples on every machine."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "promptstudio",
    derandomize=True,
    deadline=None,
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),  # a smaller seed is no simpler, and takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("promptstudio")
