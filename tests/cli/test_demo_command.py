"""The promise: marks cure the demo. One full run with the defaults, looked at from all sides."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from rrr.settings import ROOT
from tests import programs
from tests.conftest import shared_folder

pytestmark = pytest.mark.slow

NO_SERVER = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, str]:
    """What `rrr demo --json` printed, its report, and its standard error.

    A database server is named that nobody can reach: what a temporary folder is for is not done in
    people's database.
    """
    folder = shared_folder(tmp_path_factory) / "demo"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            run_demo(folder)
    (report,) = folder.glob("*.html")
    assert report.name == "right-reasons-demo.html"
    printed, errors = (folder / name for name in ("stdout", "stderr"))
    return (
        json.loads(printed.read_text(encoding="utf-8")),
        report.read_text(encoding="utf-8"),
        errors.read_text(encoding="utf-8"),
    )


def run_demo(folder: Path) -> None:
    folder.mkdir()
    ran = programs.run(
        ["-m", "rrr", "demo", "--json"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RRR_PROGRESS": "1",
            "RRR_DATABASE_URL": NO_SERVER,
        },
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert [path.name for path in folder.iterdir()] == ["right-reasons-demo.html"]
    (folder / "stdout").write_text(ran.stdout, encoding="utf-8")
    (folder / "stderr").write_text(ran.stderr, encoding="utf-8")


def test_before_the_model_leans_on_the_planted_words(done: tuple[dict[str, Any], str, str]) -> None:
    before = done[0]["before"]
    free, flipped = before["accuracy"]["artefact_free"], before["accuracy"]["artefact_flipped"]
    assert flipped <= free - 0.25
    assert before["swap_flip_rate"] > 0.25


def test_after_it_does_without_them(done: tuple[dict[str, Any], str, str]) -> None:
    after = done[0]["after"]
    free, flipped = after["accuracy"]["artefact_free"], after["accuracy"]["artefact_flipped"]
    assert after["swap_flip_rate"] <= 0.05
    assert abs(flipped - free) <= 0.05
    assert free > done[0]["before"]["accuracy"]["artefact_free"]


def test_the_json_has_the_documented_keys_and_shares(
    done: tuple[dict[str, Any], str, str],
) -> None:
    fields = done[0]
    assert set(fields) == {"before", "after", "search", "seconds"}
    assert fields["search"]["chosen"] in [
        trial["reason_weight"] for trial in fields["search"]["trials"]
    ]
    for side in (fields["before"], fields["after"]):
        assert set(side["accuracy"]) == {"test", "artefact_free", "artefact_flipped"}
        shares = [side[name] for name in ("saliency_share", "swap_flip_rate", "removal_change")]
        assert all(0 <= share <= 1 for share in (*shares, *side["accuracy"].values()))
        assert 0 < side["seconds"] < fields["seconds"]


def test_the_report_tells_the_same(done: tuple[dict[str, Any], str, str]) -> None:
    _, report, progress = done
    assert "✓ Cured" in report
    assert report.count('class="rrr-heatmap"') == 3 + 2 * 12  # read before, compared
    assert "epoch  1 of 12" in progress
    assert "Report: right-reasons-demo.html" in progress
