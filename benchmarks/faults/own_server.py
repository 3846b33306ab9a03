"""A PostgreSQL server that a scenario may kill: its own data, its own port, gone in the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.faults.outcome import Unavailable
from benchmarks.faults.small_disk import small_disk

_SECONDS_TO_START = 60.0

_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",  # the usual folder belongs to the system's own server
    "min_wal_size=2MB",
    "max_wal_size=8MB",
)


class OwnServer:
    """A server with its data in a folder; `url` is its address.

    A server refuses to run as root, so its programs then run as the user `postgres`, or `nobody`.
    """

    def __init__(self, folder: Path) -> None:
        self._programs = _programs()
        self.folder = folder
        self._as_user: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.environ["PATH"]}}
        if os.geteuid() == 0:
            account = _account()
            os.chown(folder, account.pw_uid, account.pw_gid)
            self._as_user |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"postgresql://tester@127.0.0.1:{self._port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        options = ["--auth=trust", "--username=tester", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [self._programs / "initdb", "--no-sync", "--wal-segsize=1", *options, folder / "data"],
            check=True,
            capture_output=True,
            **self._as_user,
        )

    def start(self) -> None:
        """Start it unless it runs; returns when it takes connections."""
        import psycopg

        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            # One that was killed may still hold its memory: then the next gives up at once.
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url, connect_timeout=1).close()
                return
            if time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"The server does not start. Its log ends:\n{log[-2_000:]}")
            time.sleep(0.1)

    def _started(self) -> subprocess.Popen[bytes]:
        settings = [part for each in _SETTINGS for part in ("-c", each)]
        command = [self._programs / "postgres", "-D", self.folder / "data", "-p", str(self._port)]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([*command, *settings], stderr=log, stdout=log, **self._as_user)

    def kill(self) -> None:
        """Kill -9 of the server and of every process that works for it: nothing is written out."""
        if self._process is None:
            return
        children = _children(self._process.pid)
        for pid in (self._process.pid, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Killed; started again in the end."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    def use_up_log(self) -> None:
        """Write into its log until there is no room; without its log a server ends."""
        import psycopg

        line = "SELECT pg_logical_emit_message(false, 'filling', repeat('x', 100000))"
        with suppress(psycopg.Error), psycopg.connect(self.url, autocommit=True) as connection:
            while True:
                connection.execute(line)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # at once; its data are not needed any more
            self._process.wait()


@contextmanager
def own_server(megabytes: int | None = None) -> Iterator[OwnServer]:
    """A server that runs, to which RRR_DATABASE_URL leads meanwhile.

    Args:
        megabytes: size of the disk that it has for itself; None for no limit.

    Raises:
        Unavailable: if the server's programs are not installed, or a small disk cannot be made.
    """
    usual = os.environ.get("RRR_DATABASE_URL")
    _programs()
    with ExitStack() as ends:
        # Not in the scenario's folder, which only its maker can enter.
        home = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="rrr-postgresql-")))
        home.chmod(0o755)
        folder = home / "server"
        folder.mkdir()
        if megabytes is not None:
            ends.enter_context(small_disk(folder, megabytes))
        server = OwnServer(folder)
        ends.callback(server.stop)
        server.start()
        os.environ["RRR_DATABASE_URL"] = server.url
        try:
            yield server
        finally:
            if usual is None:
                del os.environ["RRR_DATABASE_URL"]
            else:
                os.environ["RRR_DATABASE_URL"] = usual


def _programs() -> Path:
    """The folder with `initdb` and `postgres`; Debian has it outside of the PATH."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None:
        raise Unavailable("the programs of a PostgreSQL server are missing; install postgresql")
    return newest.parent


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [pid for pid, ppid in pairs if ppid == parent]
