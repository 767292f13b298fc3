"""What is there: runs, one run, tasks."""

from pathlib import Path

from promptstudio.cli.headless import open_store, run_facts
from promptstudio.cli.tables import print_json_line, print_table, readable, runs_table
from promptstudio.planning import card_folders
from promptstudio.tasks.cards import load_catalogue


def runs(workspace: Path, *, as_json: bool) -> None:
    """Print the runs of the store, newest last."""
    with open_store(workspace) as reader:
        records = reader.runs()
        if as_json:
            facts = [run_facts(record) for record in records]
            print_json_line({"workspace": str(workspace), "runs": facts})
        else:
            runs_table(records)


def show(name: str, workspace: Path, *, as_json: bool) -> None:
    """Print one run with its settings, scores, messages and prompts."""
    with open_store(workspace) as reader:
        record = reader.run(name)
        facts = run_facts(record)
        facts["params"] = reader.params(record.job_id)
        facts["messages"] = [f"{m.level}: {m.text}" for m in reader.messages(record.job_id)]
        facts["report"] = record.report
        facts["prompts"] = [
            {
                "prompt_id": prompt.prompt_id,
                "task": prompt.task,
                "kind": prompt.kind,
                "num_virtual_tokens": prompt.num_virtual_tokens,
                "token_dim": prompt.token_dim,
                "sha256": prompt.sha256,
            }
            for prompt in reader.prompts(record.job_id)
        ]
    if as_json:
        print_json_line(facts)
        return
    rows = [
        (name, readable(value)) for name, value in facts.items() if value not in ("", [], {}, None)
    ]
    print_table(record.title, ("", ""), rows)


def tasks(workspace: Path, *, as_json: bool) -> None:
    """Print the tasks, and what is wrong with cards that can not be used."""
    cards, problems = load_catalogue(*card_folders(None, workspace))
    if as_json:
        listed = [card.model_dump(mode="json", exclude_none=True) for card in cards.values()]
        print_json_line({"tasks": listed, "problems": list(problems)})
        return
    rows = [
        (card.key, card.family, card.kind, card.metric, ", ".join((card.labels or {}).values()))
        for card in cards.values()
    ]
    print_table("Tasks", ("task", "family", "kind", "metric", "label words"), rows)
    for problem in problems:
        print_table("Problem", ("",), [(problem,)])
