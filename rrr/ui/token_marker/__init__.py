"""The sentence in which an annotator strikes words: a component of our own in the browser.

Marks change in the browser at once. It sends them here as messages addressed to one sentence, and
is told by a receipt what became of each (`Receipt`). `token_marker` draws it, `parse` reads its
messages, `receive` stores them.
"""

from rrr.ui.token_marker.component import token_marker
from rrr.ui.token_marker.message import MarkerMessage, parse
from rrr.ui.token_marker.receiving import Receipt, receive

__all__ = ["MarkerMessage", "Receipt", "parse", "receive", "token_marker"]
