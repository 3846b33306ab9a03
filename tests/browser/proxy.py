"""nginx before the running app: the site of `deploy/nginx.conf` and a certificate of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rrr.settings import ROOT
from tests.browser.running_app import RunningApp, free_port
from tests.missing import skip_or_fail

SITE = ROOT / "deploy" / "nginx.conf"
MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    plain: int
    encrypted: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.encrypted}"


def nginx() -> str:
    """The program; without it, the test is skipped, or fails under CI."""
    on_path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    found = os.environ.get("RRR_NGINX") or on_path
    if found is None:
        skip_or_fail(
            "No nginx found. `CI=true make test` installs it where it can; or set RRR_NGINX."
        )
    if shutil.which("openssl") is None:
        skip_or_fail("No openssl found, which makes the certificate. Install it.")
    return found


@contextmanager
def running_nginx(app: RunningApp, folder: Path) -> Iterator[Proxy]:
    """The site as it is shipped; only ports, name and certificate are put in."""
    program, proxy = nginx(), Proxy(free_port(), free_port())
    certificate = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", *certificate]
    subprocess.run(command, check=True, capture_output=True)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{proxy.plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{proxy.encrypted} ssl http2;",
        "app.example.com;": "localhost;",
        "/etc/ssl/right-reasons/fullchain.pem": f"{folder}/cert.pem",
        "/etc/ssl/right-reasons/privkey.pem": f"{folder}/key.pem",
        "server 127.0.0.1:8501;": f"server 127.0.0.1:{app.port};",
    }
    site = SITE.read_text(encoding="utf-8")
    for shipped, here in changes.items():
        assert shipped in site
        site = site.replace(shipped, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 20
        while not (folder / "pid").exists():
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()
