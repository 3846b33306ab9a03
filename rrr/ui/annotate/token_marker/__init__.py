"""The sentence in which an annotator strikes words: a component of our own in the browser.

Marks change in the browser at once, and the next sentence is there before it is asked for. It sends
batches of messages, each about one sentence, and is told by receipts what became of them.
`token_marker` draws it, `parse` reads a batch, `receive` stores it.
"""

from rrr.ui.annotate.token_marker.drawing import Desk, Sheet
from rrr.ui.annotate.token_marker.marker_component import token_marker
from rrr.ui.annotate.token_marker.message import Batch, Look, MarkerMessage, parse, parse_look
from rrr.ui.annotate.token_marker.owner import owner_of
from rrr.ui.annotate.token_marker.receiving import Receipt, Received, receive

__all__ = [
    "Batch",
    "Desk",
    "Look",
    "MarkerMessage",
    "Receipt",
    "Received",
    "Sheet",
    "owner_of",
    "parse",
    "parse_look",
    "receive",
    "token_marker",
]
