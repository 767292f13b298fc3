"""The commands. Bad input ends with one sentence on standard error and exit code 2."""

import gc
import sys
from functools import cache
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from promptstudio import __version__
from promptstudio.cli.options import Offline, Workspace
from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.offline import go_offline
from promptstudio.core.system import qt_problem


class Commands(TyperGroup):
    """Loads the commands when one is wanted: the window opens sooner without them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return self._commands().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; None if there is none of that name."""
        return self._commands().get_command(ctx, cmd_name)

    @staticmethod
    @cache
    def _commands() -> TyperGroup:
        from promptstudio.cli.commands import app

        return get_group(app)


app = typer.Typer(
    cls=Commands,
    name="promptstudio",
    help="Soft-prompt transfer experiments on a frozen language model.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    workspace: Workspace,
    *,
    study: Annotated[str, typer.Option(help="Study file or built-in study to show.")] = "sandbox",
    start: Annotated[bool, typer.Option("--start", help="Press Run at once.")] = False,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="Train in the window's process.")
    ] = False,
    offline: Offline = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the window, unless a command is given."""
    if offline:
        go_offline()
    if version:
        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is not None:
        named = {"workspace": str(workspace)}  # stands before the command, counts for it
        context.default_map = {context.invoked_subcommand: named}
    else:
        problem = qt_problem()
        if problem:
            raise ConfigError(problem)
        gc.disable()  # until the window has settled: a tenth of its start went into searches
        try:
            from promptstudio.gui.launch import open_window  # loads Qt

            code = open_window(workspace, study, start=start, in_process=in_process)
        finally:
            gc.enable()
        raise typer.Exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run a command line; deliberate errors become one sentence and exit code 2."""
    try:
        app(arguments)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    except PromptStudioError as error:
        sys.stderr.write(f"promptstudio: {error}\n")
        return 2
    return 0
