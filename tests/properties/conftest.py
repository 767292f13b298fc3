"""Settings of hypothesis for all property tests: the same examples on every machine."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "promptstudio",
    derandomize=True,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("promptstudio")
