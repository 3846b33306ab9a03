"""What machines may ask the running app, under which names, and what they are told."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page
from prometheus_client.parser import text_string_to_metric_families

from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp

PROJECT, TEXT = "Quarterly secrets", "A hushed film about somebody"


def metrics_of(app: RunningApp) -> tuple[str, dict[str, float]]:
    """The text, and each sample's value by its name and labels."""
    text = app.ask("/metrics", Host=f"127.0.0.1:{app.port}").body.decode()
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return text, {s.name + "".join(map(str, s.labels.values())): s.value for s in samples}


@pytest.mark.parametrize("host", ["10.0.0.7:8501", "app.example.com", ""])
def test_a_load_balancer_learns_under_any_host_name_that_the_app_is_well(
    app: RunningApp, host: str
) -> None:
    assert app.ask("/healthz", Host=host).body == b"ok\n"
    ready = app.ask("/readyz", Host=host)
    assert json.loads(ready.body) == {"database": "ok", "disk": "ok", "worker": "ok"}
    assert ready.status == 200


def test_metrics_count_saves_tabs_and_runs_without_a_text(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    _, before = metrics_of(app)
    annotate = AnnotatePage(page, app, make_project(workspace, TEXT, "Another", name=PROJECT))
    annotate.open()
    annotate.token("hushed").click()
    annotate.wait_until_saved()
    text, after = metrics_of(app)
    assert after["rrr_save_seconds_count"] == before["rrr_save_seconds_count"] + 1
    assert after["rrr_sessions"] >= 1
    assert after["rrr_runsqueued"] == 0
    assert after["rrr_ready"] == 1
    for told in (PROJECT, TEXT, "hushed", "tester", str(app.settings.workspace)):
        assert told not in text
    labels = set(re.findall(r'(?:\{|,)(\w+)="', text))
    assert labels <= {
        *("le", "reason", "kind", "status", "generation"),
        *("version", "python", "streamlit", "tensorflow"),
        *("implementation", "major", "minor", "patchlevel"),
    }


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_metrics_are_for_programs_on_this_machine(app: RunningApp, path: str) -> None:
    here = f"127.0.0.1:{app.port}"
    assert app.ask(path, Host=here).status == 200
    assert app.ask(path, Host=here, X_Forwarded_For="10.0.0.7").status == 403
    assert app.ask(path, Host="app.example.com").status == 400
