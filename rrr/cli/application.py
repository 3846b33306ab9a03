"""The Typer application: help as plain text, errors of rrr as one sentence."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from rrr.errors import RightReasonsError

INTERRUPTED = 130


class _PlainErrors(TyperGroup):
    """Shows the errors a person can put right without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RightReasonsError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            typer.echo("Interrupted.", err=True)
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    name="rrr",
    cls=_PlainErrors,
    help="Train text classifiers that are right for the right reasons.\n\n"
    "Start with “rrr demo”, which does the whole loop in about a minute, or with “make run”, "
    "which opens the app. Each command explains itself: “rrr train --help”.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
