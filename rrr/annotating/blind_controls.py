"""Which sentences a person marks without seeing what the model sees, as a control.

People strike what they are shown. How far they do can only be told by comparison with sentences
where nothing was shown; these have to be chosen by chance, not by anybody's liking.
"""

from __future__ import annotations

import hashlib


def is_blind(project_id: int, annotator: str, example_id: int, share: float) -> bool:
    """Whether this sentence is a control for this person: always the same answer.

    Args:
        share: how many of all sentences are, in [0, 1]. A larger share only adds sentences.
    """
    named = f"{project_id}\0{example_id}\0{annotator}".encode()
    number = int.from_bytes(hashlib.sha256(named).digest()[:8], "big")
    return number < share * 2**64
