from __future__ import annotations

import pytest

from rrr.ui.return_after_sign_in import own_address


@pytest.mark.parametrize(
    "address", ["/annotate?project=3", "/compare?project=3&before=1&after=2", "/words", "/story"]
)
def test_a_sign_in_can_lead_to_each_of_our_pages(address: str) -> None:
    assert own_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "annotate",
        "//evil.example/annotate",
        "https://evil.example/annotate",
        "/\\evil.example/annotate",
        "/annotate/../auth/logout",
        "/auth/logout",
        "/annotate@evil.example",
        "/annotate?project=3\r\nSet-Cookie: x=1",
        "/annotate?project=3\n",
        "/annotate?next=//evil.example",
        "/annotate?project=٣",
        f"/annotate?project={'9' * 400}",
    ],
)
def test_a_sign_in_can_lead_nowhere_else(address: str) -> None:
    assert own_address(address) is None
