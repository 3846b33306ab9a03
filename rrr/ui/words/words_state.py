"""Keys of the Words page's fields in the session state."""

from __future__ import annotations

WORDS_SOUGHT = "words sought"
WORDS_PAGE = "page of the words"
RULES_PAGE = "page of the rules"
FAIR_PAGE = "page of the fair words"
