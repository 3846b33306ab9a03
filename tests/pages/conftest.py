"""Pages without a browser."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def components_sought_once() -> Iterator[None]:
    """Streamlit looks through all installed packages for components: once in a process, but AppTest
    anew for each page it opens, which takes longer than drawing the page."""
    with pytest.MonkeyPatch.context() as patch:
        sought = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", sought)
        yield
