"""Are a study's methods starved? Plain prompt tuning against itself with many more steps."""

from promptstudio.bench.studies import finished
from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import MethodSpec, StudySpec


def measure(study: StudySpec, *, method: str, long: int) -> list[str]:
    """Return the test scores of a method as the study has it and with ``long`` steps."""
    entry = next((m for m in study.methods if m.key == method), None)
    if entry is None:
        raise ConfigError(f"The study '{study.name}' has no method '{method}'.")
    short = _scores(study, entry)
    many = _scores(study, MethodSpec(key=method, config=entry.config | {"steps": long}))
    lines = [
        f"| target | seed | {entry.config.get('steps', 'default')} steps | {long} steps | ratio |",
        "|---|---|---|---|---|",
    ]
    for (target, seed), score in short.items():
        best = many[target, seed]
        lines.append(f"| {target} | {seed} | {score:.3f} | {best:.3f} | {score / best:.2f} |")
    ratio = sum(short.values()) / sum(many.values())
    return [*lines, "", f"All together: {100 * ratio:.0f} % of the score of {long} steps."]


def _scores(study: StudySpec, entry: MethodSpec) -> dict[tuple[str, int], float]:
    changed = study.model_copy(update={"methods": (entry,)})
    with finished(changed) as (reader, _):
        return {(str(run.target_task), run.seed): run.test[run.metric] for run in reader.runs()}
