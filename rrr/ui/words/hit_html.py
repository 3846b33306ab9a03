"""Sentences as HTML with the found words in the look of rule marks; all text escaped."""

from __future__ import annotations

from html import escape

from rrr.formats.colours import HATCH
from rrr.services.marks.sweep import Hit

STYLE = f"""<style>
.rrr-hit {{ overflow-wrap: anywhere; line-height: 1.5; margin: 0; }}
.rrr-hit mark {{ background: {HATCH}; color: inherit; text-decoration: line-through dotted;
  border-radius: 2px; padding: 0 2px; font-weight: 600; }}
.rrr-hit.spared mark {{ text-decoration: none; background: none; border-bottom: 2px solid; }}
.rrr-note {{ font-size: .8rem; opacity: .75; }}
</style>"""


def hit_html(hit: Hit, spared: bool = False, note: str = "") -> str:
    """One sentence. `note` is plain text put behind it."""
    parts = "".join(
        f"<mark>{escape(text)}</mark>" if struck else escape(text) for text, struck in hit.parts
    )
    note_html = f' <span class="rrr-note">{escape(note)}</span>' if note else ""
    kind = "rrr-hit spared" if spared else "rrr-hit"
    return f'<p class="{kind}" dir="auto">{parts}{note_html}</p>'
