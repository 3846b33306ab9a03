"""The one script that Streamlit is given, in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from rrr.ui.es_modules import as_one_script

IMPORT_FROM_TEXT = """async script => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return (await import(address)).default();
}"""


def test_modules_have_names_of_their_own_and_run_once(page: Page, tmp_path: Path) -> None:
    (tmp_path / "count.js").write_text(
        "const name = 'count';\nlet runs = 0;\nruns += 1;\nexport { name, runs };\n"
    )
    (tmp_path / "first.js").write_text(
        'import { runs } from "./count.js";\nconst name = "first";\n'
        "export const first = () => name + runs;\n"
    )
    (tmp_path / "mount.js").write_text(
        'import { name, runs } from "./count.js";\nimport { first } from "./first.js";\n'
        "export default () => [first(), name, runs];\n"
    )
    script = as_one_script(tmp_path, "mount.js")
    assert page.evaluate(IMPORT_FROM_TEXT, script) == ["first1", "count", 1]


def test_an_error_names_the_file_it_comes_from(page: Page, tmp_path: Path) -> None:
    (tmp_path / "mount.js").write_text("export default () => new Error().stack;\n")
    stack = page.evaluate(IMPORT_FROM_TEXT, as_one_script(tmp_path, "mount.js"))
    assert f"{tmp_path.name}/mount.js:1" in stack
