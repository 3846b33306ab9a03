"""What is told while a file is imported, on standard error."""

from __future__ import annotations

import typer


def tell_import(done: int, total: int) -> None:
    """One line that counts up."""
    typer.echo(f"\rStored {done:,} of {total:,} examples.", err=True, nl=done >= total)
