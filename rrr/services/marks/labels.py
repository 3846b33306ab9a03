"""Labels changed by people: of one sentence, of many, or a label itself, renamed or merged.

Every change is remembered with who made it, when, and from what, and can be undone. Finished runs
keep the labels that they were trained and measured with.
"""

from __future__ import annotations

from collections.abc import Iterable

from rrr.errors import AnnotationError, DataError
from rrr.formats.names import is_blank, listed, look_of, name_of
from rrr.formats.usable_corpus import MAX_NAME_LENGTH
from rrr.records import DeedName, Example, LabelChange, Project, Relabelling, Run
from rrr.services.permissions import require, require_own
from rrr.services.workspace import Workspace
from rrr.store import example_queries, project_queries, relabelling, snapshot_queries


def set_label(
    workspace: Workspace, example: Example, label: str | None, annotator: str
) -> Relabelling | None:
    """Give one sentence another label; None takes its label away.

    Args:
        example: the sentence as the person saw it.

    Returns:
        None if it has that label already.

    Raises:
        AnnotationError: if the project has no such label, or somebody has changed it meanwhile.
    """
    workspace = require_own(workspace, example.project_id, annotator, "label")
    change = set_labels(workspace, example.project_id, [example], label, annotator)
    if change is None and label != example.label:
        raise AnnotationError(
            "Somebody else has changed this label since you saw it. Look at it again."
        )
    return change


def set_labels(
    workspace: Workspace,
    project_id: int,
    examples: Iterable[Example],
    label: str | None,
    annotator: str,
) -> Relabelling | None:
    """Give sentences one label, at once; those whose label has changed meanwhile keep theirs.

    Returns:
        What was changed; None if nothing had to be.

    Raises:
        AnnotationError: if the project has no such label.
    """
    workspace = require_own(workspace, project_id, annotator, "label")
    project = project_queries.get(workspace.database, project_id)
    if label is not None and label not in project.labels:
        raise AnnotationError(
            f"“{project.name}” has no label “{label}”. Choose one of: {listed(project.labels)}."
        )
    new_labels = {example.id: (example.label, label) for example in examples}
    return relabelling.set_labels(workspace.database, project.id, annotator, new_labels)


def seen(workspace: Workspace, example_id: int) -> Example:
    """A sentence as it is now.

    Raises:
        NotFound: if there is no such sentence.
    """
    example = example_queries.get(workspace.database, example_id)
    require(workspace, example.project_id, "look")
    return example


def seen_in(
    workspace: Workspace, project: Project, split: str, rows: Iterable[int]
) -> list[Example]:
    """The sentences in these rows of a split's labelled sentences, as they are now."""
    workspace = require(workspace, project, "review")
    ids = example_queries.labelled_ids(workspace.database, project.id, split)
    return example_queries.by_ids(workspace.database, [ids[row] for row in rows if row < len(ids)])


def rename(
    workspace: Workspace, project: Project, label: str, name: str, annotator: str
) -> Relabelling:
    """Give a label another name.

    Raises:
        DataError: if there is no such label, the name is no name, or another label has it.
    """
    workspace = require_own(workspace, project, annotator, "change the project")
    project = _with(workspace, project, label)
    name = name_of(name)
    if is_blank(name) or len(name) > MAX_NAME_LENGTH:
        raise DataError(
            f"A label's name must have 1 to {MAX_NAME_LENGTH} characters. Received: {len(name)}. "
            "Choose another name."
        )
    others = [other for other in project.labels if other != label]
    namesake = next((other for other in others if look_of(other) == look_of(name)), None)
    if namesake is not None:
        raise DataError(
            f"There is already a label “{namesake}”. Choose another name, or merge “{label}” into "
            "it."
        )
    labels = [name if known_label == label else known_label for known_label in project.labels]
    return relabelling.replace_label(workspace.database, project.id, annotator, label, name, labels)


def merge(
    workspace: Workspace, project: Project, label: str, into: str, annotator: str
) -> Relabelling:
    """Give all sentences of one label another label; the first is then gone.

    Raises:
        DataError: if there is no such label, or only one would be left.
    """
    workspace = require_own(workspace, project, annotator, "change the project")
    project = _with(workspace, project, label, into)
    if label == into:
        raise DataError(f"“{label}” cannot be merged into itself. Choose two labels.")
    if len(project.labels) < 3:
        raise DataError(
            f"“{project.name}” has only two labels. A classifier needs two to tell apart, so they "
            "cannot be merged."
        )
    labels = [other for other in project.labels if other != label]
    return relabelling.replace_label(workspace.database, project.id, annotator, label, into, labels)


def undo(
    workspace: Workspace, project: Project, change: Relabelling, annotator: str
) -> Relabelling | None:
    """Make labels what they were before a change; those changed again since keep theirs.

    Raises:
        DataError: if the project's labels themselves have changed since.
    """
    are_names = change.labels_before != change.labels_after
    deed: DeedName = "change the project" if are_names else "label"
    workspace = require_own(workspace, project, annotator, deed)
    project = project_queries.get(workspace.database, project.id)
    changes = relabelling.changes_in(workspace.database, change.id)
    old = {before for before, _ in changes.values()} - {None}
    if project.labels != change.labels_after or not old <= {*change.labels_before}:
        raise DataError(
            "The project's labels have been renamed or merged since, so this cannot be undone. "
            "Change the labels one by one."
        )
    new_labels = {number: (after, before) for number, (before, after) in changes.items()}
    return relabelling.set_labels(
        workspace.database, project.id, annotator, new_labels, change.labels_before
    )


def count(workspace: Workspace, project: Project) -> dict[str, int]:
    """How many sentences each of the project's labels has, in their order."""
    workspace = require(workspace, project, "look")
    counts = example_queries.count_labels(workspace.database, project.id)
    return {label: counts.get(label, 0) for label in project.labels}


def latest(workspace: Workspace, project: Project) -> Relabelling | None:
    """The last change of a project's labels."""
    workspace = require(workspace, project, "look")
    return relabelling.latest(workspace.database, project.id)


def last_change(workspace: Workspace, example: Example) -> LabelChange | None:
    """How a sentence came to its label; None if it has the one it was imported with."""
    workspace = require(workspace, example.project_id, "look")
    return relabelling.last_change(workspace.database, example.id)


def num_changed_since(workspace: Workspace, run: Run) -> int:
    """How many sentences have another label now than the run was trained or measured with; 0 where
    that was not kept."""
    workspace = require(workspace, run.project_id, "review")
    if run.snapshot_id is None:
        return 0
    snapshot = snapshot_queries.get(workspace.database, run.snapshot_id)
    return relabelling.num_changed_since(
        workspace.database, run.project_id, snapshot.last_relabelling_id
    )


def _with(workspace: Workspace, project: Project, *labels: str) -> Project:
    """The project as it is now.

    Raises:
        DataError: if it does not have these labels.
    """
    project = project_queries.get(workspace.database, project.id)
    for label in labels:
        if label not in project.labels:
            raise DataError(
                f"“{project.name}” has no label “{label}”. Choose one of: {listed(project.labels)}."
            )
    return project
