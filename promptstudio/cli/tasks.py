"""Lists the tasks, shows their rows, and asks the hub whether its cards are right."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from promptstudio.cli.options import Json, Workspace
from promptstudio.cli.tables import print_json_line, print_table
from promptstudio.core.errors import ConfigError, TaskError
from promptstudio.planning import card_folders
from promptstudio.tasks.cards import Catalogue, HubSource, TaskCard, load_catalogue
from promptstudio.tasks.files import Split
from promptstudio.tasks.partitions import Partition, find_partition
from promptstudio.tasks.showing import row_at, shown_row
from promptstudio.tasks.tokenizers import FileTokenizer
from promptstudio.tasks.verify import Checked, keep_verified, open_hub
from promptstudio.tasks.verify import verify as verify_card

_WIDEST = 60

app = typer.Typer(help="List the tasks: shipped ones and your own cards.")


@app.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    workspace: Workspace,
    *,
    family: Annotated[str | None, typer.Option(help="Only this family, such as topic.")] = None,
    search: Annotated[str | None, typer.Option(help="Only cards that speak of this.")] = None,
    partition: Annotated[
        str | None, typer.Option(help="Only tasks of a published partition, such as random.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the tasks: shipped ones and your own cards."""
    if context.invoked_subcommand is not None:
        named = {"workspace": str(workspace)}  # stands before the command, counts for it
        context.default_map = {context.invoked_subcommand: named}
        return
    catalogue = load_catalogue(*card_folders(None, workspace))
    parted = find_partition(partition) if partition else None
    cards = [
        card
        for card in _of_partition(catalogue, parted)
        if _is_wanted(card, (family or "").lower(), (search or "").lower())
    ]
    if as_json:
        print_json_line(_facts(cards, catalogue, partition, parted))
    else:
        _print(cards, catalogue, parted)


def _of_partition(catalogue: Catalogue, parted: Partition | None) -> list[TaskCard]:
    names = parted.roles() if parted else catalogue.cards
    return [catalogue.cards[name] for name in names if name in catalogue.cards]


def _is_wanted(card: TaskCard, family: str, search: str) -> bool:
    words = f"{card.key} {card.title} {card.summary}".lower()
    return (not family or card.family.lower() == family) and search in words


def _facts(
    cards: Sequence[TaskCard], catalogue: Catalogue, name: str | None, parted: Partition | None
) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "tasks": [card.model_dump(mode="json", exclude_none=True) for card in cards],
        "problems": list(catalogue.problems),
    }
    if parted:
        missing = list(parted.missing(catalogue.cards))
        facts["partition"] = {"name": name, **parted.model_dump(mode="json"), "missing": missing}
    return facts


def _print(cards: Sequence[TaskCard], catalogue: Catalogue, parted: Partition | None) -> None:
    roles = parted.roles() if parted else {}
    rows = [_row(card, roles) for card in cards]
    columns: tuple[str, ...] = ("task", "family", "kind", "metric", "verified", "label words")
    if parted:
        missing = parted.missing(catalogue.cards)
        rows += [(name, roles[name], "no card", "", "", "", "") for name in missing]
        columns = (columns[0], "role", *columns[1:])
    title = f"{parted.title}. {parted.note}" if parted else "Tasks"
    print_table(title.strip(), columns, rows)
    for problem in catalogue.problems:
        print_table("Problem", ("",), [(problem,)])


def _row(card: TaskCard, roles: Mapping[str, str]) -> tuple[str, ...]:
    words = shorten(", ".join((card.labels or {}).values()), _WIDEST, placeholder=" ...")
    verified = ""
    if isinstance(card.source, HubSource):
        verified = "yes" if card.source.verified else "no"
    role = (roles[card.key],) if roles else ()
    return (card.key, *role, card.family, card.kind, card.metric, verified, words)


@app.command()
def show(
    workspace: Workspace,
    key: Annotated[str, typer.Argument(help="The task.")],
    *,
    row: Annotated[int, typer.Option(help="Row of the source, from 1.")] = 1,
    split: Annotated[Split, typer.Option(help="Split of the card.")] = "train",
    tokens: Annotated[int, typer.Option(min=0, help="Virtual tokens of the prompt.")] = 0,
    position: Annotated[
        Literal["prepend", "append"], typer.Option(help="Where the prompt stands.")
    ] = "prepend",
    backbone: Annotated[
        Path | None, typer.Option(help="Folder of a model with a tokenizer.json.")
    ] = None,
    max_tokens: Annotated[int, typer.Option(min=8, help="Longest input that is not cut.")] = 256,
    as_json: Json = False,
) -> None:
    """Show a row as the model reads it: as text, as tokens, with the places of the prompt."""
    (card,) = _chosen(load_catalogue(*card_folders(None, workspace)).cards, [key])
    shown = shown_row(
        row_at(card, row, split=split),
        FileTokenizer(backbone),
        max_input_tokens=max_tokens,
        num_virtual_tokens=tokens,
        prompt_position=position,
    )
    if as_json:
        print_json_line(asdict(shown))
        return
    lines = [("input", shown.text), ("answer", shown.target), ("slots", " ".join(shown.slots))]
    if shown.lost:
        lines.append(("cut", f"{shown.lost} tokens"))
    print_table(f"{card.title}, row {row} of {split}", ("", ""), lines)


@app.command()
def verify(
    workspace: Workspace,
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY]...", help="Tasks; by default all that are not verified."),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Ask the hub whether cards are right; write those that are, pinned, into the workspace."""
    cards = _chosen(load_catalogue(*card_folders(None, workspace)).cards, keys)
    hub = open_hub()
    kept: dict[str, Path] = {}
    problems: dict[str, tuple[str, ...]] = {}
    for card in cards:
        checked = verify_card(card, hub)
        if checked.problems:
            problems[card.key] = checked.problems
        else:
            kept[card.key] = keep_verified(checked.card, workspace / "tasks")
        if not as_json:
            _tell(checked)
    if as_json:
        written = {key: str(path) for key, path in kept.items()}
        print_json_line({"verified": written, "problems": problems})
    if problems:
        raise ConfigError(f"{len(problems)} of {len(cards)} cards do not fit the hub.")


def _chosen(cards: Mapping[str, TaskCard], keys: Sequence[str] | None) -> list[TaskCard]:
    if not keys:
        return [
            c for c in cards.values() if isinstance(c.source, HubSource) and not c.source.verified
        ]
    unknown = next((key for key in keys if key not in cards), None)
    if unknown is not None:
        raise TaskError(
            f"There is no task '{unknown}'. `promptstudio tasks` lists the known tasks."
        )
    return [cards[key] for key in keys]


def _tell(checked: Checked) -> None:
    said = checked.problems or ("verified",)
    for line in said:
        Console().print(
            f"{checked.card.key}: {line}", markup=False, highlight=False, soft_wrap=True
        )
