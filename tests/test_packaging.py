"""What a wheel holds, and what works of it where the rest is not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from rrr.settings import ROOT

SOURCES = ("app.py", "pages", "rrr", "data", ".streamlit", "pyproject.toml", "setup.py")
TEXTS = ("MANIFEST.in", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("__pycache__", "workspace", "*.egg-info")
    for name in (*SOURCES, *TEXTS):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "source" / name, ignore=ignored)
        else:
            (folder / "source").mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / "source" / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(folder / "source")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with what the wheel holds, as pip would put it among the packages."""
    folder = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def environment(installed: Path, home: Path) -> dict[str, str]:
    """Without the checkout on the path, in a home of its own."""
    left_out = ("RRR_WORKSPACE", "PYTHONPATH", "XDG_DATA_HOME")
    own = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**own, "PYTHONPATH": str(installed), "HOME": str(home), "RRR_WARM_UP": "0"}


def test_the_wheel_holds_the_app_its_pages_and_the_demo_corpus(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pages = {f"rrr/_app/pages/{page.name}" for page in (ROOT / "pages").glob("*.py")}
    others = {
        *("rrr/_app/app.py", "rrr/_app/.streamlit/config.toml", "rrr/py.typed"),
        *("rrr/_app/data/demo/reviews.jsonl", "rrr/_app/data/demo/marks.txt", "rrr/ui/icon.svg"),
        "rrr/formats/html_report.html.jinja",
    }
    assert pages | others <= names
    foreign = {name.split("/")[0] for name in names} - {"rrr"}
    assert {name.split("-")[0] for name in foreign} == {"right_reasons"}
    assert not any("workspace" in name.split("/") or name.endswith(".pyc") for name in names)


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    kept = {".py", ".js", ".css", ".html", ".jinja", ".svg", ".mako"}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rrr").rglob("*")
        if path.suffix in kept and "__pycache__" not in path.parts
    }
    assert ours <= set(zipfile.ZipFile(wheel).namelist())


def test_an_installed_rrr_keeps_its_work_in_the_users_data_folder(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "from rrr.settings import APP, DEMO, Settings\n"
        "print(Settings.from_environment().workspace, (DEMO / 'reviews.jsonl').is_file(), APP)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(installed, tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    workspace, has_demo, app = done.stdout.split()
    assert Path(workspace).is_relative_to(tmp_path)
    assert not Path(workspace).is_relative_to(installed)
    assert has_demo == "True"
    assert Path(app) == installed / "rrr" / "_app"


@pytest.mark.slow
def test_rrr_serve_starts_the_app_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rrr", "serve", "--no-browser", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen(
            command, cwd=tmp_path, env=environment(installed, tmp_path), stdout=log, stderr=log
        )
        try:
            assert _answers(f"http://127.0.0.1:{port}/_stcore/health", served) == b"ok"
        finally:
            served.terminate()
            code = served.wait(30)
    assert code == 0
    assert [path.name for path in tmp_path.rglob("workspace")] == ["workspace"]


def _answers(url: str, process: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            assert process.poll() is None
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


WITHOUT = ("streamlit", "sqlalchemy", "alembic", "vl_convert", "altair", "pandas", "platformdirs")
WITHOUT += ("chardet", "jinja2", "filelock", "regex", "sklearn", "keras_hub", "pyarrow")

BLOCKED = f"""
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {WITHOUT}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
"""

TRAIN = """
import numpy as np
import rrr
texts, words = ["A warm film at the Corvane", "A dull film at the Palvero"], {"Corvane", "Palvero"}
vocabulary = rrr.Vocabulary.fit(texts)
classifier = rrr.build_classifier(
    "average", vocabulary_size=len(vocabulary), embedding_size=4, hidden_size=4, num_classes=2
)
model = rrr.RightReasonsModel(classifier, 1.0)
model.compile(run_eagerly=True)
model.fit(rrr.encode(texts, vocabulary, irrelevant=words), np.array([0, 1]), verbose=0)
explained = rrr.TextModel(classifier, vocabulary, ["good", "bad"])
heatmap = rrr.explain(explained, texts, method="gradient_times_input")[0]
assert "Corvane" in heatmap.to_html()
assert rrr.RightReasonsClassifier(epochs=1).get_params()["epochs"] == 1
import rrr.library.weight_search
"""


@pytest.mark.slow
def test_the_core_trains_and_explains_without_what_only_the_app_needs(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", BLOCKED + TRAIN], check=True, cwd=ROOT, timeout=300)


def test_a_command_that_needs_the_app_says_what_to_install() -> None:
    code = (
        BLOCKED + "import sys; sys.argv = ['rrr', *sys.argv[1:]]; from rrr.cli import main; main()"
    )
    for arguments in (["projects"], ["serve"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 1
        assert "pip install 'right-reasons[app]'" in done.stderr
        assert "Traceback" not in done.stderr
