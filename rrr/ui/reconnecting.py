"""Brings an open tab back to life after the server was started anew."""

from __future__ import annotations

from rrr.ui.page_part import page_part


# Streamlit's page asks for a new drawing after a lost connection only if some part of it draws
# itself at times. Without one, a new server would not know the page's fragments, and whatever
# stands in them would go unheard until the page is loaded again.
@page_part(run_every="24h")
def draw_anew_after_reconnecting() -> None:
    """Show nothing, once a day."""
