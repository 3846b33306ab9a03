"""What was typed, pressed or chosen goes before whoever leaves by a link.

Streamlit goes to another page at once. What the server hears while it draws that page has no place
there: a field's text leaves the page empty, and of a press that the old page had not come to yet
nothing is done and nothing is said. So a link waits until the server has drawn what followed.
The token marker (`leaving.js`) and the vote board see to what they say themselves.
"""

from __future__ import annotations

import streamlit as st

# A server at rest begins within some 20 milliseconds. What it is not told of begins nothing.
_SCRIPT = """<script>
if (!window.rightReasonsPatientLinks) {
  window.rightReasonsPatientLinks = true;
  const UNTIL_BEGUN_MS = 500;
  const LONGEST_MS = 3000;
  let saidAt = -Infinity; // something the server may have to act on
  let begun = false; // the drawing that follows
  let typed = false; // since the last field was left
  let follow, timer; // of the link that waits

  const say = () => { saidAt = performance.now(); begun = false; };
  const left = () => saidAt + (begun ? LONGEST_MS : UNTIL_BEGUN_MS) - performance.now();
  const heard = () => {
    saidAt = -Infinity;
    clearTimeout(timer);
    document.documentElement.style.cursor = "";
    const waiting = follow;
    follow = undefined;
    waiting?.();
  };
  const waitForIt = () => {
    clearTimeout(timer);
    timer = setTimeout(heard, left());
  };

  document.addEventListener("input", () => { typed = true; }, true);
  document.addEventListener("focusout", (event) => {
    const [field] = event.composedPath(); // those within our components, too
    if (field.matches("input, textarea") && typed) say();
    typed = false;
  }, true);
  document.addEventListener("click", (click) => {
    const link = click.target.closest("a[href]");
    if (!link) { say(); return; }
    if (link.target === "_blank" || click.ctrlKey || click.metaKey || click.shiftKey) return;
    if (left() <= 0) return;
    click.preventDefault();
    click.stopImmediatePropagation();
    const { href } = link;
    const leadsThere = (each) => each.isConnected && each.href === href;
    follow = () => { // the drawing may have changed it
      const there = [link, ...document.links].find(leadsThere);
      if (there) there.dispatchEvent(new MouseEvent("click", click));
      else window.location.assign(href);
    };
    document.documentElement.style.cursor = "progress";
    waitForIt();
  }, true);
  new MutationObserver(() => {
    const app = document.querySelector("[data-testid=stApp]");
    if (app?.dataset.testScriptState === "running") {
      begun = true;
      if (follow) waitForIt();
    } else if (begun) {
      begun = false;
      heard();
    }
  }).observe(document, {
    subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
}
</script>"""


def have_links_wait() -> None:
    """Once for each page that a browser loads; it shows nothing."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
