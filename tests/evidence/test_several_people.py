"""Simulated people err as often as they are said to, and the same whatever is done with it."""

from __future__ import annotations

from rrr.evidence import measuring
from rrr.evidence.methods import MERGES, by_people, method_named
from rrr.evidence.several_people import PEOPLE, PER_SENTENCE, marked_by_people
from rrr.records import LabelledTexts

WORDS = 20
DATA = LabelledTexts(
    (" ".join(f"w{n}" for n in range(WORDS)),) * 2_000, ("a", "b") * 1_000, ((3,),) * 2_000
)


def share_struck(data: LabelledTexts, token: int) -> float:
    return sum(token in marked for marked in data.marked) / len(data)


def test_anybodys_marks_have_the_words_and_errors_that_the_rates_give() -> None:
    struck = marked_by_people(DATA, "any", "0")
    overlooked, wrong = (
        sum(rates[place] for rates in PEOPLE.values()) / len(PEOPLE) for place in (0, 1)
    )
    # Which three people review a sentence is drawn without replacement: about the mean, cubed.
    assert abs(share_struck(struck, 3) - (1 - overlooked**PER_SENTENCE)) < 0.02
    assert abs(share_struck(struck, 7) - (1 - (1 - wrong) ** PER_SENTENCE)) < 0.02


def test_every_merge_is_of_the_same_votes() -> None:
    made = {policy: marked_by_people(DATA, policy, "0") for policy in MERGES}
    assert made["graded"].marked == made["majority"].marked  # three people are never evenly split
    assert made["graded"].shares
    assert not made["majority"].shares
    for by_any, by_all in zip(made["any"].marked, made["adjudicated"].marked, strict=True):
        assert set(by_all) <= set(by_any)
    assert made["any"] == marked_by_people(DATA, "any", "0") != marked_by_people(DATA, "any", "1")


def test_a_method_trains_on_what_its_merge_gives() -> None:
    for policy in MERGES:
        prepared = measuring.prepared(DATA, method_named(by_people(policy)), "0 train")
        assert prepared == marked_by_people(DATA, policy, "0 train")
