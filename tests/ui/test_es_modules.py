from __future__ import annotations

import json
import re
from graphlib import CycleError
from pathlib import Path

import pytest

from rrr.ui.es_modules import as_one_script

COMPONENTS = ("annotate/token_marker", "compare/sentence_desk", "review/vote_board")
UI = Path(__file__).parents[2] / "rrr" / "ui"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """mount.js imports b.js and a.js, which imports b.js, too."""
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = b + 1;\n')
    (tmp_path / "mount.js").write_text(
        'import {\n  a,\n} from "./a.js";\nimport { b } from "./b.js";\n'
        "export default () => a + b;\n"
    )
    return tmp_path


def modules(script: str) -> list[tuple[str, list[str]]]:
    """The names of its modules, in their order, and the parts each is put together from."""
    literal = script.partition(" = ")[2]
    decoded, _ = json.JSONDecoder().raw_decode(literal)
    return [(name, parts) for name, parts in decoded]


def test_each_module_is_there_once_after_those_it_imports(folder: Path) -> None:
    names = [name for name, _ in modules(as_one_script(folder, "mount.js"))]
    assert names == ["b.js", "a.js", "mount.js"]


def test_the_names_of_imported_files_make_room_for_addresses(folder: Path) -> None:
    parts = dict(modules(as_one_script(folder, "mount.js")))["mount.js"]
    assert parts[1::2] == ["a.js", "b.js"]
    assert "./" not in "".join(parts[::2])


def test_a_module_of_another_folder_is_there_once_whoever_imports_it(folder: Path) -> None:
    (folder / "component").mkdir()
    (folder / "beside").mkdir()
    (folder / "mount.js").rename(folder / "component" / "mount.js")
    (folder / "a.js").rename(folder / "component" / "a.js")
    (folder / "b.js").rename(folder / "c.js")
    (folder / "beside" / "b.js").write_text('import { c } from "../c.js";\nexport const b = c;\n')
    for file in (folder / "component").iterdir():
        file.write_text(file.read_text().replace("./b.js", "../beside/b.js"))
    script = modules(as_one_script(folder / "component", "mount.js"))
    assert [name for name, _ in script] == ["../c.js", "../beside/b.js", "a.js", "mount.js"]
    assert dict(script)["mount.js"][1::2] == ["a.js", "../beside/b.js"]


def test_what_is_only_spoken_of_is_not_imported(folder: Path) -> None:
    (folder / "b.js").write_text(
        '/** @import { a } from "./a.js" */\nconst text = `import { a } from "./a.js";\n`;\n'
    )
    assert dict(modules(as_one_script(folder, "mount.js")))["b.js"][1::2] == []


def test_comments_make_room_for_as_many_lines(folder: Path) -> None:
    (folder / "b.js").write_text(
        "// What it is.\n\n/** @param {string} b */\nexport const b = (b) => b; // as it is\n"
        "  /** @type {string} */ (b(0)).trim();\n"
        "  /**\n   * An address.\n   */\n  // Two\n  // lines.\nexport const url = 'http://b';\n"
    )
    ((_, parts), *_) = modules(as_one_script(folder, "mount.js"))
    assert parts == [
        "\n\n\nexport const b = (b) => b; // as it is\n"
        "  /** @type {string} */ (b(0)).trim();\n\n\n\n\n\nexport const url = 'http://b';\n"
    ]


@pytest.mark.parametrize("component", COMPONENTS)
def test_no_line_of_code_passes_for_a_comment(component: str) -> None:
    for name, parts in modules(as_one_script(UI / component, "mount.js")):
        before = (UI / component / name).read_text(encoding="utf-8").splitlines()
        after = "".join(parts).splitlines()
        assert len(after) == len(before)
        code = [
            (line, kept)
            for line, kept in zip(before, after, strict=True)
            if not re.match(r" *(//|/\*\*[^/]*$|/\*\*.*\*/$|\* |\*/)|import|}", line)
        ]
        assert [kept for _, kept in code] == [line for line, _ in code]


def test_modules_that_import_each_other_are_refused(folder: Path) -> None:
    (folder / "b.js").write_text('import { a } from "./a.js";\n')
    with pytest.raises(CycleError):
        as_one_script(folder, "mount.js")


def test_a_module_that_is_not_there_is_missed(folder: Path) -> None:
    (folder / "b.js").unlink()
    with pytest.raises(FileNotFoundError):
        as_one_script(folder, "mount.js")


@pytest.mark.parametrize("component", COMPONENTS)
def test_no_script_of_a_component_lies_about_unused(component: str) -> None:
    script = as_one_script(UI / component, "mount.js")
    used = {name for name, _ in modules(script) if "/" not in name}
    assert used == {path.name for path in (UI / component).glob("*.js")}
