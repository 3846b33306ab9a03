"""The glossary is one text, on the pages and in the docs."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from rrr.settings import ROOT
from rrr.ui.glossary import GLOSSARY


def test_the_docs_hold_the_glossary_of_the_pages() -> None:
    written = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    lines = [line for line in written.splitlines() if line.startswith("**")]
    assert lines == [f"**{term}.** {meaning}" for term, meaning in GLOSSARY.items()]


def test_every_term_is_shown_with_its_meaning() -> None:
    at = AppTest.from_string("from rrr.ui.glossary import glossary\nglossary()").run()
    assert not at.exception
    (shown,) = at.markdown
    assert shown.value.split("\n\n") == [
        f"**{term}.** {meaning}" for term, meaning in GLOSSARY.items()
    ]
