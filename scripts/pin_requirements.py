"""Write requirements.txt and requirements-test.txt: every version pinned, indirect ones included.

Usage: `make pins`. Asks pip which versions the ranges of pyproject.toml resolve to on this Python;
nothing is installed. Run it with the oldest supported Python, so that the pins suit all of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# {purpose}
# Every version is pinned. Renew with `make pins` after changing the ranges in pyproject.toml.
"""


def resolve(requirements: list[str]) -> list[str]:
    """The pins `name==version` that pip chooses for these requirements, sorted by name."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--report", "-"]
    command += ["--ignore-installed", "--only-binary", ":all:", *requirements]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    chosen = (entry["metadata"] for entry in json.loads(answer.stdout)["install"])
    pins = [f"{package['name']}=={package['version']}" for package in chosen]
    return sorted(pins, key=str.casefold)


def write(filename: str, purpose: str, lines: list[str]) -> None:
    text = HEADER.format(purpose=purpose) + "".join(f"{line}\n" for line in lines)
    (ROOT / filename).write_text(text, encoding="utf-8")


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # The project itself is built from its checkout with the build tool pinned here.
    extras = project["optional-dependencies"]
    shipped = [need for name in ("app", "formats", "postgresql") for need in extras[name]]
    needed = [*project["dependencies"], *shipped, "setuptools>=77"]
    pins = resolve(needed)
    write("requirements.txt", "What `make run` needs.", pins)
    # All that is optional is tested, too.
    optional = [
        need for name in ("auth", "encoders", "vectors", "docs", "test") for need in extras[name]
    ]
    test_pins = resolve([*pins, *optional])
    extra = [pin for pin in test_pins if pin not in set(pins)]
    write(
        "requirements-test.txt",
        "What `make test`, `make check` and `make docs` need besides.",
        ["-r requirements.txt", *extra],
    )


if __name__ == "__main__":
    main()
