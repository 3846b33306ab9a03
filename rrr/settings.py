"""Everything configurable from outside, read once from environment variables `RRR_…`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rrr.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent
ROOT = _PACKAGE.parent
IS_CHECKOUT = (ROOT / "app.py").is_file() and (ROOT / "pyproject.toml").is_file()
"""Whether this runs from a checkout; else it was installed from a wheel."""
APP = ROOT if IS_CHECKOUT else _PACKAGE / "_app"
"""Where `app.py`, `pages/` and `data/demo/` stand."""
DEMO = APP / "data" / "demo"
"""The bundled demo corpus: `reviews.jsonl` and its rule list `marks.txt`."""
ICON = _PACKAGE / "ui" / "icon.svg"
"""The app's icon."""


def default_workspace() -> Path:
    """`data/workspace` of a checkout; else in the user's data folder, never among the packages."""
    if IS_CHECKOUT:
        return ROOT / "data" / "workspace"
    from platformdirs import user_data_path

    return user_data_path("right-reasons", appauthor=False) / "workspace"


EXECUTORS = ("thread", "process", "ray")
"""Who trains what is queued here."""

_POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Settings:
    """Where work is kept, who works, and who is believed.

    `RRR_WORKSPACE`: folder for the database and the checkpoints (default `data/workspace` of a
    checkout; installed from a wheel, `right-reasons/workspace` in the user's data folder).
    `RRR_DATABASE_URL`: address of a PostgreSQL database that holds projects, marks and runs in
    place of the file in the workspace: `postgresql://USER:PASSWORD@HOST/DATABASE` (default: none).
    `RRR_CHECKPOINTS`: address of a store that holds the checkpoints, for several machines:
    `s3://BUCKET/FOLDER`, or another that fsspec knows (default: none). The workspace's folder then
    holds copies.
    `RRR_ANNOTATOR`: name stored with what is done here (default "annotator"). Where it is set, the
    app asks nobody for a name; with sign-in it counts in the shell only.
    `RRR_WARM_UP`: 0 to load TensorFlow only when a run or a heatmap first needs it, not already
    when the app opens (default 1); saves memory where people only annotate.
    `RRR_BLIND_SHARE`: share of the sentences shown without what the model sees, as a control
    (default 0.1; 0 for none).
    `RRR_TRUSTED_HEADER`: the header in which a proxy names who it has signed in, for instance
    X-Forwarded-Email. Set it only where nobody can reach the app but through that proxy, because
    the header is believed.
    `RRR_ADMINS`: with sign-in, the addresses of those to whom projects without members belong,
    with commas between them.
    `RRR_METRICS`: 1 to give `/metrics` to whoever can reach the port, not only to programs on this
    machine (default 0).
    `RRR_EXECUTOR`: "thread" to train in the program that was asked to (default); "process" to leave
    trainings to worker processes, which `rrr work` starts; "ray" to leave them, and the cells of
    `rrr evidence`, to the Ray cluster at `RAY_ADDRESS`.
    `RRR_LOG`: "json" for one JSON object per line in the server's log (default "plain").
    """

    workspace: Path
    annotator: str
    warm_up: bool = True
    blind_share: float = 0.1
    is_named: bool = True  # whether `annotator` was given, so that nobody need be asked
    trusted_header: str | None = None
    admins: frozenset[str] = frozenset()  # keys of people
    metrics_for_all: bool = False
    log: str = "plain"
    executor: str = "thread"
    checkpoint_store: str | None = field(default=None, repr=False)  # may hold a password
    database_url: str | None = field(default=None, repr=False)  # may hold a password

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "workspace", self.workspace.expanduser())
        except RuntimeError as error:
            raise ConfigError(
                f"The workspace {self.workspace} is in the home folder of a user who is not known "
                "here. Set RRR_WORKSPACE or --workspace to a folder of this computer."
            ) from error
        try:
            self.annotator.encode()
        except UnicodeEncodeError as error:
            raise ConfigError("RRR_ANNOTATOR is not valid UTF-8. Give the name again.") from error
        if self.database_url is not None and not self.database_url.startswith(_POSTGRES):
            raise ConfigError(
                "RRR_DATABASE_URL must begin with postgresql://. Give the address of a PostgreSQL "
                "database, or unset it to keep the work in a file in the workspace."
            )
        if self.log not in ("plain", "json"):
            raise ConfigError(f"RRR_LOG must be “plain” or “json”. Received: {self.log!r}.")
        if self.executor not in EXECUTORS:
            names = ", ".join(f"“{name}”" for name in EXECUTORS)
            raise ConfigError(f"RRR_EXECUTOR must be one of {names}. Received: {self.executor!r}.")
        if not 0 <= self.blind_share <= 1:
            raise ConfigError(
                f"RRR_BLIND_SHARE must lie between 0 and 1. Received: {self.blind_share}. "
                "0.1 shows one sentence in ten without what the model sees."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        for name in (
            "RRR_WORKSPACE",
            "RRR_ANNOTATOR",
            "RRR_TRUSTED_HEADER",
            "RRR_CHECKPOINTS",
        ):
            if (value := environment.get(name)) and not value.strip():
                raise ConfigError(f"{name} holds only white space. Set it anew, or unset it.")
        given_folder = environment.get("RRR_WORKSPACE")
        return cls(
            workspace=Path(given_folder) if given_folder else default_workspace(),
            annotator=environment.get("RRR_ANNOTATOR") or "annotator",
            warm_up=environment.get("RRR_WARM_UP", "1") != "0",
            blind_share=_number(environment.get("RRR_BLIND_SHARE") or "0.1"),
            is_named=bool(environment.get("RRR_ANNOTATOR")),
            trusted_header=environment.get("RRR_TRUSTED_HEADER") or None,
            admins=_addresses(environment.get("RRR_ADMINS", "")),
            metrics_for_all=environment.get("RRR_METRICS", "0") == "1",
            log=environment.get("RRR_LOG") or "plain",
            executor=environment.get("RRR_EXECUTOR") or "thread",
            checkpoint_store=environment.get("RRR_CHECKPOINTS") or None,
            database_url=environment.get("RRR_DATABASE_URL") or None,
        )

    def make_workspace(self) -> None:
        """Make the workspace's folder if it is not there.

        Raises:
            ConfigError: if it cannot be made, or is no folder.
        """
        remedy = "Set RRR_WORKSPACE or --workspace to another folder."
        try:
            self.workspace.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            problem = "a file" if self.workspace.exists() else "a path below a file"
            if self.workspace.is_symlink():
                problem = "a link that leads nowhere"
            raise ConfigError(
                f"The workspace must be a folder. Received {problem}: {self.workspace}. {remedy}"
            ) from error
        except OSError as error:
            raise ConfigError(
                f"The workspace {self.workspace} cannot be made ({error.strerror}). {remedy}"
            ) from error

    @property
    def database(self) -> Path:
        """The SQLite file; not in use where there is a `database_url`."""
        return self.workspace / "right_reasons.sqlite3"

    @property
    def checkpoints(self) -> Path:
        return self.workspace / "checkpoints"


def _addresses(text: str) -> frozenset[str]:
    return frozenset(address.strip().casefold() for address in text.split(",") if address.strip())


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ConfigError(
            f"RRR_BLIND_SHARE must be a number between 0 and 1. Received: {text!r}."
        ) from error
