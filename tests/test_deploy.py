"""What `deploy/` ships can be followed: paths exist, commands are documented, units are valid."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from typer.main import get_command

from rrr.settings import ROOT
from scripts.follow_dockerfile import steps

DEPLOY = ROOT / "deploy"
UNITS = (
    "right-reasons.service",
    "right-reasons-worker@.service",
    "right-reasons-backup.service",
    "right-reasons-backup.timer",
)
SERVER = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")


def sources() -> list[str]:
    return [
        source
        for instruction, argument in steps()
        if instruction == "COPY"
        for source in argument.split()[:-1]
    ]


def test_what_the_image_copies_is_there_and_reaches_the_builder() -> None:
    allowed = [
        line[1:]
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    assert [name for name in sources() if not (ROOT / name).exists()] == []
    assert set(sources()) == set(allowed)


def test_every_file_of_the_installed_app_is_in_the_image() -> None:
    packed = re.findall(r"^(?:include|graft) (.+)$", (ROOT / "MANIFEST.in").read_text(), re.M)
    needed = {name for line in packed for name in line.split() if "*" not in name}
    copied = sources()
    assert [
        name
        for name in needed
        if not any(name == source or name.startswith(f"{source}/") for source in copied)
    ] == []
    assert any(fnmatch("requirements.txt", source) for source in copied)


def test_each_command_of_the_image_is_documented() -> None:
    commands = [argument for instruction, argument in steps() if instruction == "RUN"]
    assert len(commands) == 3
    assert [command for command in commands if f".venv/bin/{command}\n" not in SERVER] == []


def test_image_and_unit_start_the_app_alike_with_options_that_exist() -> None:
    from rrr.cli import app

    (command,) = (json.loads(argument) for name, argument in steps() if name == "CMD")
    unit = (DEPLOY / "right-reasons.service").read_text()
    assert f"/opt/right-reasons/.venv/bin/{' '.join(command)}\n" in unit
    program, verb, *options = command
    assert program == "rrr"
    serve = get_command(app).commands[verb]  # type: ignore[attr-defined]
    serve.make_context(verb, list(options))


def test_the_containers_use_the_ports_files_and_variables_that_there_are() -> None:
    import yaml

    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    app, proxy = compose["services"]["app"], compose["services"]["proxy"]
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).is_file()
    assert proxy["network_mode"] == "service:app"
    site, certificates = (volume.split(":")[:2] for volume in proxy["volumes"])
    assert (DEPLOY / site[0]).is_file()
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert f"{certificates[1]}/fullchain.pem" in nginx
    assert {f"listen {port.split(':')[1]}" for port in app["ports"]} == set(
        re.findall(r"listen \d+", nginx)
    )
    (workspace,) = (volume.split(":")[1] for volume in app["volumes"])
    set_in_image = " ".join(argument for name, argument in steps() if name == "ENV")
    assert f"RRR_WORKSPACE={workspace}/" in set_in_image


def test_the_proxy_takes_a_little_more_than_the_app() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    app = int(re.findall(r"maxUploadSize = (\d+)", config)[0])
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert app < int(re.findall(r"client_max_body_size (\d+)m;", nginx)[0]) <= app + 5


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd")
def test_systemd_accepts_the_units_and_rates_them_safe(tmp_path: Path) -> None:
    program = tmp_path / ".venv" / "bin" / "rrr"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in UNITS:
        text = (DEPLOY / name).read_text().replace("/opt/right-reasons", str(tmp_path))
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name) for name in UNITS]
    checked = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    own = [line for line in checked.stderr.splitlines() if "right-reasons" in line]
    assert own == []
    ratings = {
        "right-reasons.service": 15,
        "right-reasons-worker@.service": 15,
        "right-reasons-backup.service": 30,
    }
    for name, most in ratings.items():
        command = ["systemd-analyze", "security", "--offline=yes", f"--threshold={most}"]
        assert subprocess.run([*command, str(tmp_path / name)], capture_output=True).returncode == 0


def test_each_variable_that_a_unit_sets_is_documented() -> None:
    set_by_unit = re.findall(
        r"^Environment=(RRR_\w+)", "\n".join((DEPLOY / name).read_text() for name in UNITS), re.M
    )
    assert [name for name in set_by_unit if f"`{name}`" not in SERVER] == []
