"""Puts the app, its pages and the demo corpus into the wheel, as `rrr/_app`.

In a checkout they stand at the top, and nothing is copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

APP = ("app.py", "pages", "data/demo", ".streamlit/config.toml")


class BuildWithApp(build_py):
    """setuptools' own, and the app besides."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        root = Path(__file__).parent
        target = Path(self.build_lib) / "rrr" / "_app"
        for name in APP:
            for source in [root / name, *sorted((root / name).rglob("*"))]:
                if source.is_file() and "__pycache__" not in source.parts:
                    copy = target / source.relative_to(root)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(source, copy)


setup(cmdclass={"build_py": BuildWithApp})
