"""The command `rrr`: the services' verbs from the shell, one file per group of commands.

Results go to standard output, progress and errors to standard error. Exit codes: 0 it worked,
1 it could not be done (the message says why and what to do), 2 the command was not understood,
130 interrupted. Nothing heavy is imported before a command needs it, so that `--help` is at once.
"""

from __future__ import annotations

import signal
import sys

from rrr.cli import (
    agreement_command,
    audit_command,
    backup_commands,
    compare_command,
    data_commands,
    demo_command,
    doctor_command,
    download_command,
    evidence_command,
    explain_command,
    explore_command,
    fair_command,
    import_command,
    labels_command,
    members_command,
    owner_commands,
    people_command,
    predict_command,
    project_command,
    report_command,
    review_command,
    rules_command,
    run_shelf_commands,
    runs_command,
    serve_command,
    snapshots_command,
    team_command,
    train_command,
    words_command,
    work_command,
)
from rrr.cli.application import app
from rrr.cli.terminal import drop_what_cannot_be_written, open_missing_streams
from rrr.unexpected import keep_texts_out_of_logs

app.command("serve")(serve_command.serve)
app.command("demo")(demo_command.run)
app.command("projects")(data_commands.list_projects)
app.command("import")(import_command.import_file)
for of_project in (owner_commands.rename, owner_commands.delete, owner_commands.card):
    project_command.app.command()(of_project)
app.add_typer(project_command.app, name="project")
app.command("words")(words_command.words)
app.command("strike")(data_commands.strike)
app.command("rules")(rules_command.rules)
app.command("fair")(fair_command.fair)
app.command("labels")(labels_command.labels)
app.command("members")(members_command.members)
app.command("agreement")(agreement_command.agreement)
app.command("review")(review_command.review)
app.command("team")(team_command.team)
app.command("people")(people_command.people)
app.command("audit")(audit_command.audit)
app.command("train")(train_command.train)
app.command("snapshots")(snapshots_command.snapshots)
for of_run in (
    run_shelf_commands.rename,
    run_shelf_commands.star,
    run_shelf_commands.delete,
    run_shelf_commands.restore,
    run_shelf_commands.cancel,
    run_shelf_commands.settle,
    run_shelf_commands.seeds,
):
    runs_command.app.command()(of_run)
app.add_typer(runs_command.app, name="runs")
app.command("work")(work_command.work)
app.command("download")(download_command.download)
app.command("report")(report_command.report)
app.command("compare")(compare_command.compare)
app.command("explain")(explain_command.explain)
app.command("predict")(predict_command.predict)
app.command("explore")(explore_command.explore)
app.command("export")(data_commands.export_annotations)
app.command("backup")(backup_commands.backup)
app.command("restore")(backup_commands.restore)
app.command("doctor")(doctor_command.doctor)
app.command("evidence")(evidence_command.evidence)

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of the `rrr` script."""
    for name in ("SIGTERM", "SIGHUP"):  # a training stops and can be resumed
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    open_missing_streams()
    keep_texts_out_of_logs()
    try:
        app(prog_name="rrr")
    finally:
        drop_what_cannot_be_written()
