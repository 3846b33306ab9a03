"""What a page offers for download can still be fetched when the page has been drawn anew meanwhile.

Streamlit forgets a button's file with the drawing it belongs to, and a file that was made for a
press at the end of the second drawing after it, in whatever tab that is. A browser that asks a
little later gets nothing: on a page that looks at its work every half second, or beside other
people's pages, the press seems to do nothing. There is no setting for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from streamlit.runtime import runtime
from streamlit.runtime.media_file_manager import MediaFileManager

SECONDS_KEPT = 60.0
"""At least so long after it was last offered, and twice as long or more if few pages are drawn."""


class LastingMediaFiles(MediaFileManager):
    """Puts out of use first, and removes a minute later.

    Streamlit does so with files, but at the next drawing, and with what makes a file at once.
    """

    _swept_at = -SECONDS_KEPT
    _unused: frozenset[str] = frozenset()
    """What was out of use at the last sweep: ids of functions that make a file."""

    def remove_orphaned_files(self, now: Callable[[], float] = time.monotonic) -> None:
        """Sweep, at most once in `SECONDS_KEPT`."""
        seconds = now()
        if seconds - self._swept_at >= SECONDS_KEPT:
            self._swept_at = seconds
            super().remove_orphaned_files()

    def _remove_orphaned_deferred_callables(self) -> None:
        """Called in the sweep, which holds the lock."""
        in_use = {
            file_id
            for of_session in self._files_by_session_and_coord.values()
            for file_id in of_session.values()
        }
        unused = frozenset(self._deferred_callables) - in_use
        for file_id in unused & self._unused:
            self._drop_deferred_id(file_id)
        self._unused = unused


def let_downloads_last() -> None:
    """To be called before the server is made."""
    runtime.MediaFileManager = LastingMediaFiles  # type: ignore[attr-defined]
