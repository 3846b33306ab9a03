"""Hands a component's ES modules to Streamlit as the one script that it takes.

A browser finds an imported module by its address, and the script that Streamlit passes on as text
has none to offer. The script made here gives each module an address of its own in the browser (a
Blob, as Streamlit does with the whole) and writes it into the import lines.
"""

from __future__ import annotations

import json
import posixpath
import re
from graphlib import TopologicalSorter
from pathlib import Path

_IMPORT = re.compile(r'^(import\s[^"]*")(\.{1,2}/[\w./-]+\.js)(?=";$)', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)$", re.MULTILINE | re.DOTALL)

_LOADER = """\
const modules = %(modules)s; // each after those it imports
const addresses = {};
for (const [name, parts] of modules) {
  const source = parts.map((part, i) => (i %% 2 ? addresses[part] : part));
  source.push("\\n//# sourceURL=%(folder)s/" + name); // its name in the browser's tools
  addresses[name] = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
}
const entry = await import(addresses[%(entry)s]);
export default entry.default;
"""


def as_one_script(folder: Path, entry: str) -> str:
    """One module with all that `entry` imports, itself or through others; it exports the default
    of `entry`.

    Modules lie in `folder`, or in others beside or above it, and import each other as
    `import { Name } from "./file.js";`, in double quotes, which the formatter sees to. Comments on
    lines of their own are left blank: Streamlit sends the script along with all that it says to the
    component.

    Raises:
        graphlib.CycleError: if modules import each other in a circle.
        FileNotFoundError: if one of them is not there.
    """
    parts: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in parts:
            source = (folder / name).read_text(encoding="utf-8")
            parts[name] = _divided(_without_comments(source), posixpath.dirname(name))
            waiting += parts[name][1::2]
    order = TopologicalSorter({name: parts[name][1::2] for name in parts}).static_order()
    modules = json.dumps([[name, parts[name]] for name in order])
    return _LOADER % {"modules": modules, "folder": folder.name, "entry": json.dumps(entry)}


def _without_comments(source: str) -> str:
    """The same with as many lines, so that errors name the right one."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)


def _divided(source: str, place: str) -> list[str]:
    """Text, the name of an imported file, text, name, …, text.

    `place` is where the source lies. It and the names are paths seen from the component's folder.
    """
    pieces = _IMPORT.split(source)  # text, beginning of an import, name, text, …
    texts = ["".join(pieces[i : i + 2]) for i in range(0, len(pieces), 3)]
    parts = [texts[0]]
    for name, text in zip(pieces[2::3], texts[1:], strict=True):
        parts += [posixpath.normpath(posixpath.join(place, name)), text]
    return parts
