"""The verbs of the services: what pages and shell can call with a workspace."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rrr.settings import ROOT

SERVICES = ROOT / "rrr" / "services"
CALLERS = (ROOT / "app.py", ROOT / "pages", ROOT / "rrr" / "ui", ROOT / "rrr" / "cli")


@dataclass(frozen=True)
class Verb:
    """A public function of the services whose first argument is a workspace."""

    module: str  # below rrr.services
    name: str
    asks: bool  # whether it, or a function of its module that it calls, asks for permission
    is_called: bool  # by a page, the ui or the shell

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"

    def function(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(
            importlib.import_module(f"rrr.services.{self.module}"), self.name
        )
        return function


def verbs() -> list[Verb]:
    called = set(_called())
    found = []
    for file in sorted(SERVICES.rglob("*.py")):
        module = ".".join(file.relative_to(SERVICES).with_suffix("").parts)
        if module == "permissions":  # what is asked, not what asks
            continue
        body = ast.parse(file.read_text(encoding="utf-8")).body
        functions = [node for node in body if isinstance(node, ast.FunctionDef)]
        helpers = {node.name for node in functions if node.name.startswith("_") and _asks(node)}
        for node in functions:
            if _is_verb(node):
                asks = _asks(node, helpers)
                found.append(Verb(module, node.name, asks, (module, node.name) in called))
    return found


def _is_verb(node: ast.FunctionDef) -> bool:
    first = node.args.args[0].annotation if node.args.args else None
    is_of_workspace = isinstance(first, ast.Name) and first.id == "Workspace"
    return is_of_workspace and not node.name.startswith("_")


def _asks(node: ast.FunctionDef, helpers: Set[str] = frozenset()) -> bool:
    names = {each.func.id for each in ast.walk(node) if _is_plain_call(each)}  # type: ignore[attr-defined]
    return any(
        name.startswith("require") or name == "projects_of" or name in helpers for name in names
    )


def _is_plain_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def _called() -> Iterator[tuple[str, str]]:
    """(module, function) of the services, as far as callers name them."""
    for root in CALLERS:
        for file in [root] if root.is_file() else sorted(root.rglob("*.py")):
            yield from _called_in(file)


def _called_in(file: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rrr.services"):
            package = (node.module or "").removeprefix("rrr.services").lstrip(".")
            for alias in node.names:
                known[alias.asname or alias.name] = package, alias.name
    yield from known.values()  # from rrr.services.training.worker import recover
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            package, module = known.get(node.value.id, ("", ""))
            if module:
                yield f"{package}.{module}".lstrip("."), node.attr
