"""MkDocs' hook: pages of the repository that are no part of docs/ become part of the site.

README's neighbours stay where people look for them, and links between pages work in the repository
and on the site alike. A link to a file of the source code is shown as text there.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent

BORROWED = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "README.md": "index.md",
    "benchmarks/README.md": "benchmarks.md",
    "data/demo/README.md": "demo_corpus.md",
    "rrr/ui/icon.svg": "assets/icon.svg",
}
"""Files of the repository, and what they are called in docs/. README stands for the start page,
which has text of its own."""

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the borrowed files."""
    for source, name in BORROWED.items():
        if files.get_file_from_path(name) is None:
            files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turn links between files of the repository into links between pages of the site."""
    name = page.file.src_uri
    own = {place: source for source, place in BORROWED.items()}
    # The start page is docs/index.md, whatever README is.
    source = own[name] if name in own and name != "index.md" else f"docs/{name}"

    def as_page(link: re.Match[str]) -> str:
        text, target, anchor = link[1], link[2], link[3] or ""
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        place = BORROWED.get(inside) or (inside.removeprefix("docs/") if "docs/" in inside else "")
        if not place and (ROOT / inside).exists():
            return text
        if not place:
            return link[0]
        return f"[{text}]({posixpath.relpath(place, posixpath.dirname(name) or '.')}{anchor})"

    return _LINK.sub(as_page, markdown)
