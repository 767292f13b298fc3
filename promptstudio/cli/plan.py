"""What a study will take, before it runs: jobs, memory and time."""

from pathlib import Path

import typer

from promptstudio.cli.tables import print_json_line, show_table, table_facts
from promptstudio.forecast import Forecast, forecast
from promptstudio.planning import find_study

SOUND = "Pre-flight: the tasks, their rows and their label words fit the study."


def plan(name: str, workspace: Path, *, as_json: bool) -> None:
    """Print the forecast of a study. What is wrong with the study is raised, as for a run."""
    found = forecast(find_study(name), workspace)
    if as_json:
        print_json_line(_facts(found))
        return
    for table in found.tables:
        show_table(table)
    for line in (SOUND, *found.notes, found.sentence):
        typer.echo(line)


def _facts(found: Forecast) -> dict[str, object]:
    return {
        "sentence": found.sentence,
        "runs": found.plan.runs,
        "shared_stages": found.plan.stages,
        "steps": found.plan.steps,
        "device": found.device,
        "memory_bytes": found.memory_bytes,
        "free_bytes": found.free_bytes,
        "fits": found.fits,
        "seconds": None if found.seconds is None else list(found.seconds),
        "notes": [SOUND, *found.notes],
        "tables": [table_facts(table) for table in found.tables],
    }
