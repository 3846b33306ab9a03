"""The Typer application: help as plain text, errors as one sentence."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from rrr.cli.missing import sentence_for_missing
from rrr.cli.terminal import harmless_output
from rrr.errors import RightReasonsError
from rrr.unexpected import is_own_fault, sentence_for, way_of

INTERRUPTED = 130


class _PlainErrors(TyperGroup):
    """Says each error in a sentence; what it prints is harmless."""

    def main(self, *args: Any, **options: Any) -> Any:
        with harmless_output():
            return super().main(*args, **options)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RightReasonsError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            typer.echo("Interrupted.", err=True)
            raise typer.Exit(INTERRUPTED) from error
        except (TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            missing = sentence_for_missing(getattr(error, "name", None))
            if isinstance(error, ImportError) and missing:
                typer.echo(f"Error: {missing}", err=True)
                raise typer.Exit(1) from error
            typer.echo(f"Error: {sentence_for(error)}", err=True)
            if is_own_fault(error):
                typer.echo(way_of(error), err=True)
            raise typer.Exit(1) from error


class _FilledIn(TyperCommand):
    """A command whose options and arguments are not blank, unless that has a meaning.

    Else `--workspace ""`, as of a variable that is not set, would mean the present folder, and
    `--name ""` the default.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        arguments, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        for parameter in self.get_params(ctx):
            values = arguments.get(parameter.name or "")
            if parameter.name in _MAY_BE_BLANK or ctx.resilient_parsing:
                continue
            for value in values if isinstance(values, list | tuple) else (values,):
                if isinstance(value, str) and not value.strip():
                    raise typer.BadParameter(
                        "There is nothing in it. Give a value, or leave it out.",
                        ctx,
                        cast(Any, parameter),
                    )
        return super().parse_args(ctx, args)


_MAY_BE_BLANK = ("split_column", "write")
"""No column at all; the usual card."""


class Commands(typer.Typer):
    """A group of commands that are `_FilledIn`."""

    def command(self, name: str | None = None, **options: Any) -> Any:
        return super().command(name, **{"cls": _FilledIn, **options})


app = Commands(
    name="rrr",
    cls=_PlainErrors,
    help="Train text classifiers that are right for the right reasons.\n\n"
    "Start with “rrr demo”, which does the whole loop in about a minute, or with “rrr serve”, "
    "which opens the app. Each command explains itself: “rrr train --help”.\n\n"
    "Exit codes: 0 it worked, 1 it could not be done, 2 the command was not understood, "
    "130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from rrr import __version__

        typer.echo(f"rrr {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    pass
