"""Carry out the steps of deploy/Dockerfile without a container; see whether the app serves then.

Usage: python scripts/follow_dockerfile.py FOLDER

In FOLDER, which must not exist, a virtual environment stands for the image's Python and a folder
for its disk. COPY, RUN, ENV and CMD do what they would do in the image; FROM only says which Python
is expected. The app that CMD starts is asked for /readyz and stopped. Takes some minutes and 3 GB.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
SECONDS_TO_START = 120


class Step(NamedTuple):
    instruction: str
    argument: str


def steps() -> list[Step]:
    """The Dockerfile's instructions, in order; each stands on one line."""
    lines = DOCKERFILE.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return [Step(*line.split(maxsplit=1)) for line in kept]


def main() -> None:
    image = Path(sys.argv[1]).resolve()
    image.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", str(image / "python")], check=True)
    path = f"{image / 'python' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(image)}
    place = image
    for instruction, argument in steps():
        print(f"{instruction} {argument}", flush=True)  # noqa: T201
        match instruction:
            case "FROM":
                expected = argument.removeprefix("python:").removesuffix("-slim")
                assert sys.version.startswith(f"{expected}."), f"Use Python {expected}."  # noqa: S101
            case "WORKDIR":
                place = _inside(image, argument)
                place.mkdir(parents=True)
            case "COPY":
                *sources, target = argument.split()
                _copy(sources, place / target)
            case "ENV":
                for setting in argument.split():
                    name, value = setting.split("=", 1)
                    environment[name] = str(_inside(image, value)) if value[0] == "/" else value
            case "RUN":
                subprocess.run(shlex.split(argument), cwd=place, env=environment, check=True)
            case "CMD":
                _serve(json.loads(argument), place, environment)


def _inside(image: Path, path: str) -> Path:
    return image / path.lstrip("/")


def _copy(sources: list[str], target: Path) -> None:
    for source in sources:
        if (ROOT / source).is_dir():
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, target, ignore=left_out)
        else:
            shutil.copy(ROOT / source, target)


def _serve(command: list[str], place: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(command, cwd=place, env=environment)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while process.poll() is None and time.monotonic() < deadline:
            try:
                with urlopen("http://127.0.0.1:8501/readyz", timeout=5) as answer:
                    print(answer.status, answer.read().decode())  # noqa: T201
                    return
            except URLError:
                time.sleep(0.5)
        sys.exit("The app did not become ready.")
    finally:
        process.terminate()
        process.wait(60)


if __name__ == "__main__":
    main()
