"""What stands around each step of the story: large type, which step it is, back and on."""

from __future__ import annotations

from html import escape

import streamlit as st

from rrr.formats.colours import AFTER_COLOUR, DARK_PAGE, KEY_CSS, LIGHT_PAGE, heat_colour
from rrr.formats.heatmap_html import HEATMAP_CSS
from rrr.ui.story import story_place
from rrr.ui.story.story_place import NUM_STEPS

KEY = "story"
"""Of the container that holds the story; its style applies within."""

_STYLE = f"""
<style>
{HEATMAP_CSS}
{KEY_CSS}
.st-key-{KEY} {{ --size: clamp(1.06rem, .86rem + .8vw, 1.5rem); font-size: var(--size); }}
.st-key-{KEY} h1 {{ font-size: clamp(1.6rem, 1.1rem + 2.2vw, 2.9rem); line-height: 1.15;
  padding: .2rem 0 .4rem; text-wrap: balance; }}
.st-key-{KEY} p, .st-key-{KEY} li, .st-key-{KEY} input {{ font-size: var(--size); }}
.st-key-{KEY} h3 {{ font-size: calc(var(--size) * 1.15); }}
.st-key-{KEY} [data-testid=stElementToolbar] {{ display: none; }}
.st-key-{KEY} [data-testid=stCaptionContainer] p, .st-key-{KEY} .story-quiet,
.st-key-{KEY} .rrr-legend {{ font-size: max(.95rem, calc(var(--size) * .78)); }}
.st-key-{KEY} .story-say {{ margin: 0; max-width: 60ch; line-height: 1.5; }}
.st-key-{KEY} .rrr-heatmap {{ font-size: calc(var(--size) * 1.2); line-height: 1.75; }}
.st-key-{KEY} .rrr-heatmap span {{ padding: .1em .12em; }}
.st-key-{KEY} button {{ min-height: 2.9rem; }}
.st-key-{KEY} [data-testid=stCheckbox] p {{ font-size: .95rem; }}
.st-key-{KEY} [data-testid=stCheckbox] label {{ align-items: center; }}
.story-steps {{ display: flex; gap: .4rem; }}
.story-steps span {{ flex: 1; height: .45rem; margin: 0; border-radius: .25rem;
  background: color-mix(in srgb, currentColor 18%, transparent); }}
.story-steps span.done {{ background: {AFTER_COLOUR}; }}
.story-number {{ display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .8rem; margin: 0;
  max-width: 60ch; line-height: 1.35; }}
.story-number strong {{ font-size: clamp(3rem, 2rem + 5vw, 6rem); line-height: 1.1;
  font-weight: 700;  font-variant-numeric: tabular-nums; white-space: nowrap; }}
.story-change.story-change {{ display: grid; gap: 1rem 2rem; margin: 0; padding: 0;
  container-type: inline-size;
  grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); }}
.story-change div {{ display: flex; flex-direction: column; justify-content: space-between;
  border-top: .25rem solid color-mix(in srgb, currentColor 18%, transparent);
  padding-top: .5rem; }}
.story-change.story-change dt {{ font-weight: 400; line-height: 1.3;
  font-size: calc(var(--size) * .85); }}
.story-change.story-change dd {{ margin: 0; font-weight: 700; white-space: nowrap;
  line-height: 1.25;
  font-size: clamp(1.8rem, 4.4cqi, 3rem); font-variant-numeric: tabular-nums; }}
.story-change .was {{ font-weight: 400; opacity: .75; }}
.story-review {{ margin: 0 0 .5rem; padding: .1rem 0 .1rem 1rem; max-width: 64ch;
  border-left: .2rem solid color-mix(in srgb, currentColor 25%, transparent); }}
.story-review p {{ margin: 0; overflow-wrap: anywhere; }}
.story-verdict {{ margin: 0; }}
.story-verdict .outcome {{ white-space: nowrap; }}
@media (max-width: 640px) {{ .st-key-{KEY} [data-testid=stHorizontalBlock] {{ gap: .4rem; }} }}
@media (min-width: 640px) {{ .story-whose.story-whose {{ display: none; }} }}
.story-bars.story-bars {{ list-style: none; margin: 0; padding: 0; max-width: 44rem; }}
.story-bars li {{ display: grid; grid-template-columns: 7.5em 1fr 4em; align-items: center;
  gap: .6rem; margin: 0 0 .15rem; line-height: 1.5; }}
.story-bars .bar {{ height: .8em; border-radius: .15em; background: {heat_colour(1)}; }}
.story-bars .number {{ text-align: right; font-variant-numeric: tabular-nums; }}
.story-struck.story-struck {{ display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0;
  padding: 0; list-style: none; }}
.story-struck li {{ margin: 0; }}
.story-struck s {{ text-decoration-thickness: .1em; }}
[data-testid=stLayoutWrapper]:has(> .st-key-story-on) {{ position: sticky; bottom: 0; z-index: 5;
  background: light-dark({LIGHT_PAGE}, {DARK_PAGE}); }}
.st-key-story-on {{ padding: .6rem 0 .8rem; }}
.story-being-struck .rrr-heatmap .marked {{ text-decoration: none; position: relative; }}
.story-being-struck .rrr-heatmap .marked::after {{ content: ""; position: absolute; left: 0;
  top: 52%; height: .1em; width: 100%; background: currentColor;
  animation: story-strike .45s ease-out .2s backwards; }}
@keyframes story-strike {{ from {{ width: 0; }} }}
@media (prefers-reduced-motion: reduce) {{
  .story-being-struck .rrr-heatmap .marked::after {{ animation: none; }} }}
</style>
"""


def opening(step: int, title: str) -> None:
    """The style, the five steps and the heading."""
    steps = "".join(
        f"<span{' class=done' if number <= step else ''}></span>"
        for number in range(1, NUM_STEPS + 1)
    )
    st.html(
        f'{_STYLE}<div class="story-steps" role="img" '
        f'aria-label="Step {step} of {NUM_STEPS}">{steps}</div>'
    )
    st.title(title, anchor=False)


_PRESENTER_STYLE = """
<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton] {
  display: none !important; }
</style>
"""


def presenter_mode() -> None:
    """A switch that hides all but the story, for whoever shows it to others."""
    shown = st.toggle(
        "Presenter mode",
        key=story_place.PRESENTER,
        help="Hides the sidebar and the menu. Switch it off to get them back.",
        persist_state="session",
    )
    if shown:
        st.html(_PRESENTER_STYLE)


def style() -> None:
    """Only the style, where there are no steps yet."""
    st.html(_STYLE)


def say(text: str) -> None:
    """A paragraph; plain text."""
    st.html(f'<p class="story-say">{escape(text)}</p>')


def closing(step: int, *, ready: bool, on: str = "Next") -> None:
    """Back and on, by click or by arrow key; on only once the step has shown what it has to."""
    with st.container(key="story-on", horizontal=True):
        if step > 1:
            st.button(
                "Back",
                key="story back",
                shortcut="Left",
                on_click=story_place.go_to,
                args=(step - 1,),
            )
        if step < NUM_STEPS:
            st.button(
                on,
                key="story next",
                type="primary",
                shortcut="Right",
                disabled=not ready,
                on_click=story_place.go_to,
                args=(step + 1,),
            )
