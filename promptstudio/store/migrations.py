"""The versions of the schema, in order. A migration that was released is never changed."""

from contextlib import closing
from typing import Final

from promptstudio.store import schema, schema_costs, schema_marks, schema_prompts
from promptstudio.store.sqlite import Database, Migrations

MIGRATIONS: Final = Migrations("promptstudio")


@MIGRATIONS()
def m001_first_light(db: Database) -> None:
    """Studies, runs, metrics, evaluations, messages, prompts, checkpoints, environments."""
    for statement in (*schema.TABLES, *schema.VIEWS):
        db.execute(statement)


@MIGRATIONS()
def m002_costs(db: Database) -> None:
    """What every stage spent; split seed and test rows of a run; rows spent before a score."""
    for statement in (*schema_costs.COSTS, *schema_costs.VIEWS):
        db.execute(statement)


@MIGRATIONS()
def m003_imported_prompts(db: Database) -> None:
    """Prompts taken in from elsewhere, and combinations of prompts."""
    for statement in schema_prompts.IMPORTED:
        db.execute(statement)


@MIGRATIONS()
def m004_marks(db: Database) -> None:
    """Marks of runs, forks, predictions of single rows; columns and indexes for fast lists."""
    for statement in (*schema_marks.MARKS, *schema_marks.LISTS):
        db.execute(statement)


@MIGRATIONS()
def m005_backbones_of_imported_prompts(db: Database) -> None:
    """The model that an imported prompt names, or that the parts of a combination share."""
    for statement in schema_prompts.BACKBONES:
        db.execute(statement)


def known_migrations() -> frozenset[str]:
    """Return the names of all migrations that this version has."""
    with closing(Database(memory=True)) as empty:
        return frozenset(migration.name for migration in MIGRATIONS.pending(empty))
