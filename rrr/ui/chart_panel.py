"""One chart with everything that goes with it: words for who cannot see it, a table, downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from rrr.formats.colours import LIGHT_PAGE
from rrr.formats.csv_text import csv_bytes
from rrr.ui import tab_state
from rrr.ui.plain_text import plain

AnyChart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

FileKind = Literal["png", "svg", "csv"]
_FILES: dict[FileKind, str] = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}

# What a chart shows is counted already; a matrix of 71 labels has more cells than Altair's 5,000.
alt.data_transformers.disable_max_rows()

_PIXELS_PER_POINT = 2
"""Of a PNG: sharp on a projector and in print."""
_DOWNLOAD_WIDTH = 640


@dataclass(frozen=True)
class ChartPanel:
    """A chart, and the same in words.

    Args:
        key: names the chart among all of a page, and its files.
        draw: makes the chart for a dark page or a light one.
        description: the chart in words.
        table: the numbers it is drawn from; what the CSV holds.
        shares: those columns of the table that hold shares in [0, 1].
    """

    key: str
    draw: Callable[[bool], AnyChart]
    description: str
    table: pd.DataFrame
    shares: tuple[str, ...] = ()

    def file(self, kind: FileKind) -> bytes:
        """The chart, always on a light page, or its numbers."""
        if kind == "csv":
            return csv_bytes(
                list(self.table.columns), self.table.itertuples(index=False, name=None)
            )
        import vl_convert

        chart = self.draw(False)
        if isinstance(chart, alt.Chart | alt.LayerChart):
            chart = chart.properties(width=_DOWNLOAD_WIDTH)
        drawn = chart.configure(background=LIGHT_PAGE, padding=16).to_json()
        if kind == "svg":
            return vl_convert.vegalite_to_svg(drawn).encode()
        return vl_convert.vegalite_to_png(drawn, scale=_PIXELS_PER_POINT)


def show_chart(
    panel: ChartPanel,
    *,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw a chart, and beneath it the numbers and the downloads.

    Args:
        panel: the chart.
        on_select: called when something in it is chosen; what, lies in the session state under
            `state.chart(panel.key)`.
    """
    chart, key = panel.draw(st.context.theme.type == "dark"), tab_state.chart(panel.key)
    st.altair_chart(chart, key=key, alt=panel.description, on_select=on_select or "ignore")
    with st.popover("Numbers and files", icon=":material/table:", type="tertiary"):
        st.caption(plain(panel.description))
        percent = st.column_config.NumberColumn(format="percent")
        shares = dict.fromkeys(panel.shares, percent)
        st.dataframe(panel.table, hide_index=True, column_config=shares)
        with st.container(horizontal=True):
            for kind, mime in _FILES.items():
                st.download_button(
                    kind.upper(),
                    data=partial(panel.file, kind),  # made only when asked for
                    file_name=f"{panel.key.replace(' ', '-')}.{kind}",
                    mime=mime,
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"{key} {kind}",
                )
