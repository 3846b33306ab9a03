"""A model that is taken along divides texts as the app does."""

from __future__ import annotations

import random
import re

import pytest

from rrr.formats.word_pattern import word_pattern
from rrr.text import texts_of

ALPHABETS = (
    "ab1 '’_-.,!? \t",
    "éüßİ ÇàñйБδ e\u0301",
    "東京タワーー々〇ひ한국어",
    "\U0001f469\U0001f3fd\u200d\U0001f680\U0001f1eb\U0001f1ee\U0001f1e9❤\ufe0f☺\u20e3",
    "हिन्दी ไทย العربية עברית",
    "\u00a0\u0085\u2028\x1c\x00\u200b\u200d\u0301a",
)


@pytest.mark.parametrize("seed", range(4))
def test_it_divides_as_the_tokenizer_does(seed: int) -> None:
    drawn, pattern = random.Random(seed), re.compile(word_pattern())
    for _ in range(500):
        characters = "".join(drawn.sample(ALPHABETS, 2))
        text = "".join(drawn.choices(characters, k=12))
        assert pattern.findall(text) == texts_of(text), ascii(text)
