"""What was typed goes before whoever leaves by a link.

A field says what it holds when it is left, and Streamlit gathers for some milliseconds what is
said, but goes to another page at once. Where a finger's tap leaves the field and presses the link
in one moment, the server hears of the field while the other page is drawn; it has no place there
and leaves the page empty. So a link waits for a field. The token marker sees to its own words
(`leaving.js`).
"""

from __future__ import annotations

import streamlit as st

# 8 to 18 milliseconds were measured until a field's text was on its way.
_SCRIPT = """<script>
if (!window.rightReasonsPatientLinks) {
  window.rightReasonsPatientLinks = true;
  const GATHERING_MS = 100;
  let leftAt = -Infinity; // when a field was left
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches("input, textarea")) leftAt = performance.now();
  }, true);
  document.addEventListener("click", (click) => {
    const wait = leftAt + GATHERING_MS - performance.now();
    if (wait <= 0 || !click.target.closest("a[href]")) return;
    click.preventDefault();
    click.stopImmediatePropagation();
    setTimeout(() => click.target.dispatchEvent(new MouseEvent("click", click)), wait);
  }, true);
}
</script>"""


def have_links_wait_for_fields() -> None:
    """Once for each page that a browser loads; it shows nothing."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
