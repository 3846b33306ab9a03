"""A run in one row: what it is, how it ended, and what was measured. HTML, escaped."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from html import escape

from rrr.formats.colours import KEY_CSS
from rrr.formats.duration import duration
from rrr.formats.percent import percent
from rrr.records import ACTIVE_STATUSES, Run

STATUS_SIGNS = {
    "queued": "◌",
    "running": "◔",
    "finished": "✓",
    "cancelled": "⊘",
    "failed": "✕",
    "interrupted": "↯",
}
"""Beside the word, never instead of it."""

_USUAL_NAME = re.compile(r"baseline|automatic λ|λ = .*")
"""Of a run that nobody has renamed: it says no more than the settings."""
_SWAPS = "Share of predictions that change when struck words are swapped for other words."
STYLE = (
    f"""
<style>
{KEY_CSS}"""
    """.rrr-run { display: flex; flex-wrap: wrap; gap: .15rem 1.75rem; align-items: baseline; }
.rrr-run .what { flex: 1 1 11rem; }
.rrr-run small, .rrr-run dt { opacity: .72; font-size: .8rem; }
.rrr-run dl { display: flex; flex-wrap: wrap; gap: .15rem 1rem; flex: 3 1 min(26rem, 100%); }
.rrr-run dl, .rrr-run dt, .rrr-run dd { margin: 0 !important; padding: 0 !important; }
.rrr-run dl div { min-width: 5rem; }
.rrr-run dt { font-weight: 400; }
.rrr-run dd { font-variant-numeric: tabular-nums; }
.rrr-run p { margin: 0; flex: 3 1 min(26rem, 100%); max-width: 75ch; overflow-wrap: anywhere; }
</style>
"""
)
"""To be drawn once, before the rows."""


def run_row(run: Run, zone: tzinfo) -> str:
    """`zone`: the viewer's time zone."""
    kind = "before" if run.is_baseline else "after"
    name = "baseline, λ = 0" if run.is_baseline else run.weight_name
    if not re.fullmatch(_USUAL_NAME, run.name):
        name = f"{run.name} · {name}"
    return (
        f'<div class="rrr-run"><div class="what">'
        f'<span class="rrr-key {kind}"></span><strong>{escape(name)}</strong> '
        f"<small>{kind}</small><br><small>{escape(_story(run, zone))}</small></div>"
        f"{_measured(run) or _said(run)}</div>"
    )


def _story(run: Run, zone: tzinfo) -> str:
    parts = [f"{STATUS_SIGNS[run.status]} {run.status}"]
    when = run.finished_at or run.started_at or run.created_at
    parts.append(_time(when.astimezone(zone)))
    if run.seconds and run.status not in ACTIVE_STATUSES:
        parts.append(duration(run.seconds))
    return " · ".join(parts)


def _time(when: datetime) -> str:
    return f"{when.day} {when:%b %H:%M}"


def _measured(run: Run) -> str:
    if run.evaluation is None:
        return ""
    cells = [
        (f"right in {split.replace('_', ' ')}", percent(share), "Share of right predictions.")
        for split, share in run.evaluation.accuracy.items()
    ]
    reliance = run.evaluation.reliance
    swapped = "no such word" if reliance is None else percent(reliance.swap_flip_rate)
    cells.append(("changed by swaps", swapped, _SWAPS))
    items = (
        f'<div title="{escape(meaning)}"><dt>{escape(of)}</dt><dd>{escape(value)}</dd></div>'
        for of, value, meaning in cells
    )
    return f"<dl>{''.join(items)}</dl>"


def _said(run: Run) -> str:
    sentences = {
        "queued": "Waiting for its turn.",
        "running": "Training now, see above.",
        "cancelled": "Cancelled before it finished. Nothing was kept.",
        "interrupted": "The program ended during this run. You can resume it.",
    }
    return f"<p>{escape(run.error or sentences.get(run.status, ''))}</p>"
