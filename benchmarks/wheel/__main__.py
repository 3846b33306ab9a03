"""Try what pip would install: build the wheel, install it into an empty environment, use it there.

    python3 -m benchmarks.wheel [--folder FOLDER]

Builds the wheel from a copy of this checkout and makes a virtual environment outside of it. First
`pip install right-reasons` must be enough to train and explain a model in Python. Then, with
`[app]` added, `rrr demo` must cure the demo and `rrr serve` must answer. Nothing of the checkout is
on any path meanwhile. Takes some minutes and 3 GB; prints each step with its seconds, and ends with
exit code 1 at the first that fails. Needs nothing but a Python and its pip.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "build", "workspace", "__pycache__", "*.egg-info", ".*_cache"
)
LIBRARY = """
import rrr
texts = ["A warm film at the Corvane", "A dull film at the Palvero"] * 20
labels, words = ["good", "bad"] * 20, {"Corvane", "Palvero"}
made = rrr.RightReasonsClassifier(classifier="average", reason_weight=10.0, epochs=8)
made.fit(texts, labels, irrelevant=words)
print(made.score(texts, labels), rrr.measure_reliance(made, texts, words).swap_flip_rate)
assert "Corvane" in rrr.explain(made, texts[:1])[0].to_html()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary folder")
    given = parser.parse_args().folder
    with tempfile.TemporaryDirectory(dir=given, prefix="rrr-wheel-") as name:
        try_in(Path(name))


def try_in(folder: Path) -> None:
    wheel = built(folder)
    python, rrr = folder / "venv" / "bin" / "python", folder / "venv" / "bin" / "rrr"
    with step("make an empty environment"):
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    with step("pip install right-reasons"):
        run(folder, *install, wheel)
    with step("train and explain in Python"):
        print("   ", run(folder, python, "-c", LIBRARY).strip())
    with step("pip install 'right-reasons[app]'"):
        run(folder, *install, f"{wheel}[app]")
    with step("rrr --version, rrr projects"):
        print("   ", run(folder, rrr, "--version").strip())
        run(folder, rrr, "projects", "--json")
    with step("rrr demo"):
        report = folder / "report.html"
        summary = json.loads(run(folder, rrr, "demo", "--json", "--report", report))
        rates = [summary[side]["swap_flip_rate"] for side in ("before", "after")]
        print(f"    swaps change {rates[0]:.0%} of the predictions before, {rates[1]:.1%} after")
        if not (rates[0] > 0.9 and rates[1] < 0.05 and report.stat().st_size > 10_000):
            raise SystemExit("The demo was not cured.")
    with step("rrr serve"):
        serve(folder, rrr)


def built(folder: Path) -> Path:
    with step("build the wheel"):
        source = folder / "source"
        shutil.copytree(ROOT, source, ignore=LEFT_OUT, symlinks=True)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
        subprocess.run([*command, folder, source], check=True)
        (wheel,) = folder.glob("*.whl")
        shutil.rmtree(source)  # nothing is to come from here
    return wheel


def run(folder: Path, *command: str | Path) -> str:
    """What a command prints, outside of the checkout and with a home of its own."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("RRR_")}
    own = {"HOME": str(folder), "TF_CPP_MIN_LOG_LEVEL": "3"}
    return {name: v for name, v in {**others, **own}.items() if name != "PYTHONPATH"}


def serve(folder: Path, rrr: Path) -> None:
    """Start the app, wait until it answers, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(rrr), "serve", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, env=environment(folder)) as app:
        try:
            for _ in range(600):
                try:
                    url = f"http://127.0.0.1:{port}/_stcore/health"
                    with urllib.request.urlopen(url, timeout=5) as answer:
                        print("    it says", answer.read().decode())
                        break
                except OSError:
                    if app.poll() is not None:
                        raise SystemExit("The app ended by itself.") from None
                    time.sleep(0.1)
            else:
                raise SystemExit("The app does not answer.")
        finally:
            app.terminate()
    places = [path.relative_to(folder) for path in folder.rglob("right_reasons.sqlite3")]
    print("    projects lie in", *places)
    if any("site-packages" in place.parts for place in places):
        raise SystemExit("The workspace lies among the packages.")


@contextmanager
def step(name: str) -> Iterator[None]:
    print(name, flush=True)
    began = time.monotonic()
    yield
    print(f"    {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
