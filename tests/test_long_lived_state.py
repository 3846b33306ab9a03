"""A server that runs for months does not grow with the projects and people it has seen."""

from __future__ import annotations

import ast
import sys
from collections import deque
from pathlib import Path

import pytest

from rrr.last_used import LastUsed
from rrr.records import NewExample
from rrr.services import background
from rrr.services.guidance import next_sentence, outlook
from rrr.services.marks import judged_words, rule_conflicts, snapshots
from rrr.services.workspace import Workspace
from rrr.store import importing

ROOT = Path(__file__).resolve().parent.parent

NAMED = {
    "rrr.learning.loop_memory._kept": "as many bytes as it may keep",
    "rrr.services.background._threads": "what is under way; each takes itself out",
    "rrr.services.exploration.background_rounds._under_way": "each takes itself out",
    "rrr.services.training.stopped_runs._unwritten": "empties itself once it can be written",
    "rrr.services.training.ownership._known": "one for each workspace",
    "rrr.services.training.ownership._recovered": "one for each workspace",
    "rrr.services.training.ray_workers._tasks": "one for each run that is not over",
    "rrr.services.training.worker._queue": "of presses; the worker empties it",
    "rrr.services.workspace._open": "one for each workspace",
    "rrr.store.deleting._given_up": "empties itself once the rows are deleted",
    "rrr.store.lock_files._held": "one for each workspace and owner of runs",
}
"""What modules remember that no `LastUsed` bounds, and what bounds it instead."""

_EMPTY = (
    {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque"}
    | {"WeakSet", "WeakKeyDictionary", "WeakValueDictionary", "Queue", "SimpleQueue"}
)  # fmt: skip


def test_what_a_module_remembers_is_bounded_or_named_here() -> None:
    remembered = {
        f"{_module(path)}.{name}" for path in _sources() for name in _growing(_tree(path))
    }
    assert remembered == set(NAMED)


def test_no_function_remembers_all_that_it_was_ever_asked() -> None:
    with_arguments = [
        (f"{_module(path)}.{node.name}", node.decorator_list)
        for path in _sources()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.args.args
    ]
    assert [name for name, decorators in with_arguments if any(map(_is_endless, decorators))] == []


@pytest.mark.slow
def test_after_many_projects_as_much_is_remembered_as_after_half_of_them(
    fresh_workspace: Workspace,
) -> None:
    rows = [NewExample(text, label, "train") for text, label in (("good", "a"), ("bad", "b"))]

    def visit(name: str) -> None:
        project = importing.add(fresh_workspace.database, name, ("a", "b"), rows)
        snapshots.take(fresh_workspace, project)
        judged_words.judged_words(fresh_workspace, project.id, name)
        rule_conflicts.conflicts(fresh_workspace, project)
        outlook.outlook(fresh_workspace, project, name)
        next_sentence.upcoming(fresh_workspace, project, name, None, 1)

    sizes = []
    for half in range(2):
        for number in range(40):
            visit(f"{half} {number}")
        assert background.wait(30)
        sizes.append(_sizes())
    assert sizes[0] == sizes[1]
    assert max(sizes[0].values()) >= 32  # the largest bound has been reached


def _sources() -> list[Path]:
    return sorted(path for path in (ROOT / "rrr").rglob("*.py") if "evidence" not in path.parts)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _growing(tree: ast.Module) -> list[str]:
    """Names at the top of a module that hold an empty container, which is there to be filled."""
    found = []
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if _is_empty_container(getattr(node, "value", None)):
            found += [target.id for target in targets if isinstance(target, ast.Name)]
    return found


def _is_empty_container(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict | ast.List | ast.Set):
        return not getattr(value, "keys", getattr(value, "elts", None))
    return isinstance(value, ast.Call) and _name(value.func) in _EMPTY and not value.args


def _is_endless(decorator: ast.expr) -> bool:
    if isinstance(decorator, ast.Call):
        sizes = [*decorator.args, *(each.value for each in decorator.keywords)]
        return _name(decorator.func) == "lru_cache" and ast.unparse(sizes[0]) == "None"
    return _name(decorator) == "cache"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _sizes() -> dict[str, int]:
    """How much each module remembers now."""
    sizes = {}
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("rrr."):
            for name, value in vars(module).items():
                remembered = value._values if isinstance(value, LastUsed) else value
                if name.startswith("_") and isinstance(remembered, dict | set | list | deque):
                    sizes[f"{module_name}.{name}"] = len(remembered)
    return sizes
