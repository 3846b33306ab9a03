"""What nobody expected is told in the app in a sentence, without anybody's texts."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from rrr.records import Project
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.unexpected import keep_texts_out_of_logs


def test_an_error_of_the_program_is_a_sentence_and_where_it_happened(
    fresh_workspace: Workspace, small_project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    rename = "ALTER TABLE projects RENAME COLUMN {} TO {}"
    with fresh_workspace.database.write() as connection:
        connection.execute(text(rename.format("name", "odeon")))
    factory = logging.getLogRecordFactory()
    keep_texts_out_of_logs()  # as the server does when it starts
    try:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    finally:
        logging.setLogRecordFactory(factory)
        with fresh_workspace.database.write() as connection:
            connection.execute(text(rename.format("odeon", "name")))
    assert not at.exception
    (shown,) = at.error
    assert "an error of Right Reasons itself" in shown.value.replace("\\", "")
    assert "rrr/store/" in at.code[0].value
    assert "A page could not be drawn" in caplog.text
    assert "SELECT" not in caplog.text + at.code[0].value
