"""The command `rrr`: the services' verbs from the shell, one file per group of commands.

Results go to standard output, progress and errors to standard error. Exit codes: 0 it worked,
1 it could not be done (the message says why and what to do), 2 the command was not understood,
130 interrupted. Nothing heavy is imported before a command needs it, so that `--help` is at once.
"""

from __future__ import annotations

import signal
import sys

from rrr.cli import (
    backups,
    compare,
    data,
    demo,
    evidence,
    explain,
    explore,
    importing,
    report,
    runs,
    train,
)
from rrr.cli.application import app
from rrr.unexpected import keep_texts_out_of_logs

app.command("demo")(demo.run)
app.command("projects")(data.list_projects)
app.command("import")(importing.import_file)
app.command("strike")(data.strike)
app.command("train")(train.train)
app.add_typer(runs.app, name="runs")
app.command("report")(report.report)
app.command("compare")(compare.compare)
app.command("explain")(explain.explain)
app.command("explore")(explore.explore)
app.command("export")(data.export_annotations)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("evidence")(evidence.evidence)

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of the `rrr` script."""
    for name in ("SIGTERM", "SIGHUP"):  # a training stops and can be resumed
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    keep_texts_out_of_logs()
    app(prog_name="rrr")
