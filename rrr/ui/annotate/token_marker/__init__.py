"""The sentence in which an annotator strikes words: a component of our own in the browser.

Marks change in the browser at once, and the next sentence is there before it is asked for. It sends
batches of messages, each about one sentence, and is told by receipts what became of them.
`token_marker` draws it, `parse` reads a batch, `receive` stores it.

From a click to the database: `gestures.js` knows the token, `marker.js` strikes it in the
sentence's `draft.js`, `outbox.js` keeps a copy in the browser (`rrr/ui/in_browser/copies.js`) and
sends the batch; on the server `rrr.ui.annotate.marking.answer_batch` has it read by `message.py`
and stored by `receiving.py`, message by message, through `rrr.services.marks.answers.save`. That
divides the struck words into marks of the hand and of rules, and
`rrr.store.annotation_queries.save` writes the row of the table `annotations`, in one transaction
with the counts. The receipts go back with the next drawing (`drawing.py`), and the outbox forgets
what has one.
"""

from rrr.ui.annotate.token_marker.drawing import Desk, Sheet
from rrr.ui.annotate.token_marker.marker_component import token_marker
from rrr.ui.annotate.token_marker.message import Batch, Look, MarkerMessage, parse, parse_look
from rrr.ui.annotate.token_marker.receiving import Receipt, Received, receive

__all__ = [
    "Batch",
    "Desk",
    "Look",
    "MarkerMessage",
    "Receipt",
    "Received",
    "Sheet",
    "parse",
    "parse_look",
    "receive",
    "token_marker",
]
