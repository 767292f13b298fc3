"""What is there: runs, one run."""

from pathlib import Path

from promptstudio.cli.headless import open_store, run_facts
from promptstudio.cli.tables import print_json_line, print_table, readable, runs_table


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
