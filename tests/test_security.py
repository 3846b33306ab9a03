"""What docs/security.md says is so."""

from __future__ import annotations

import re
import tomllib

from rrr.records import DEEDS, ROLES, is_enough
from rrr.settings import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_its_table_of_roles_is_the_one_that_services_go_by() -> None:
    rows = re.findall(r"^\| (.+?) \| (yes|) \| (yes|) \| (yes|) \|", PAGE, flags=re.MULTILINE)
    shown = {words: tuple(cell == "yes" for cell in cells) for words, *cells in rows}
    expected = {
        deed.words: tuple(is_enough(role, deed.least) for role in ROLES) for deed in DEEDS.values()
    }
    assert shown == expected


def test_each_promise_names_tests_that_are_there() -> None:
    promises = PAGE.partition("## Promised")[2].partition("## Not promised")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 8
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row)
        assert named, row
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_server_bounds_uploads_and_shows_no_traceback() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == 50
    assert config["server"]["enableXsrfProtection"] is True
    assert config["client"]["showErrorDetails"] == "type"


def test_secrets_are_kept_out_of_the_repository() -> None:
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text().splitlines()
