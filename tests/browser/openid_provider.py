"""A real OpenID provider in a process of its own, and what an app needs to know of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.running_app import free_port

START_SECONDS = 60
COOKIE_SECRET = "a secret of these tests alone, long enough to sign with"
COOKIE = "_streamlit_user"

# By subject. Of Mallory the provider says that she has Ada's address, but has not verified it.
PEOPLE = {
    "ada": {"email": "Ada@Example.org", "email_verified": True, "name": "Ada"},
    "bob": {"email": "bob@example.org", "email_verified": True, "name": "Bob"},
    "cy": {"email": "cy@example.org", "email_verified": True, "name": "Cy"},
    "mallory": {"email": "ada@example.org", "email_verified": False, "name": "Mallory"},
}


class OpenIdProvider:
    """Signs in whoever is named; the people above have claims."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        claims: list[str] = []
        for subject, known in PEOPLE.items():
            claims += ["--user-claims", json.dumps({"sub": subject, **known})]
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/.well-known/openid-configuration", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("The OpenID provider did not start.") from None
                time.sleep(0.1)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def write_secrets(self, file: Path, app_url: str) -> None:
        """Write the secrets of an app whose people sign in here."""
        file.write_text(
            "[auth]\n"
            f'redirect_uri = "{app_url}/oauth2callback"\n'
            f'cookie_secret = "{COOKIE_SECRET}"\n'
            'client_id = "right-reasons"\n'
            'client_secret = "known to both"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )


def sign_in(page: Page, subject: str) -> None:
    """Press the app's button, and say at the provider who one is."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=subject, exact=True).first.click()
    expect(page.get_by_text(f"You are {PEOPLE[subject]['name']}")).to_be_visible()
