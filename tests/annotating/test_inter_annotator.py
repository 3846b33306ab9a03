"""Agreement is counted on what people did themselves, in sentences that several have reviewed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.coefficients import STRUCK_NOTHING, PairCounts
from rrr.annotating.disagreements import Disagreements, DisagreementTally
from rrr.annotating.inter_annotator import AgreementTally, InterAnnotatorAgreement
from rrr.annotating.votes import SentenceVotes
from rrr.records import MarkSource

WORDS = ["the", "film", "at", "the", "odeon"]


def sentence(
    number: int = 1,
    by_rule: frozenset[int] = frozenset(),
    source: MarkSource = "hand",
    **struck: set[int],
) -> SentenceVotes:
    votes = {person: dict.fromkeys(sorted(tokens), source) for person, tokens in struck.items()}
    return SentenceVotes(number, tuple(WORDS), votes, by_rule)


def inter_annotator_agreement(
    sentences: list[SentenceVotes], with_rules: bool = False
) -> InterAnnotatorAgreement:
    tally = AgreementTally(with_rules=with_rules)
    for each in sentences:
        tally.add(each)
    return tally.agreement()


def disagreements(sentences: list[SentenceVotes]) -> Disagreements:
    tally = DisagreementTally()
    for each in sentences:
        tally.add(each)
    return tally.disagreements()


def test_words_and_sentences_are_counted_apart() -> None:
    found = inter_annotator_agreement([sentence(amy={1, 4}, bob={4}), sentence(amy=set(), bob={2})])
    (words,), (wholes,) = found.words.pairs, found.sentences.pairs
    assert words.counts == PairCounts(both=1, first_only=1, second_only=1, neither=7)
    assert wholes.counts == PairCounts(both=1, first_only=0, second_only=1, neither=0)
    assert (found.num_sentences, words.num_sentences, found.people) == (2, 2, ("amy", "bob"))
    assert (found.words.num_units, found.words.num_struck, found.words.num_agreed) == (10, 3, 1)


def test_a_sentence_that_one_person_reviewed_says_nothing() -> None:
    shared = sentence(amy={1}, bob={2})
    assert inter_annotator_agreement([shared, sentence(amy={3})]) == inter_annotator_agreement(
        [shared]
    )
    assert inter_annotator_agreement([sentence(amy={3})]).words.alpha.value is None


def test_what_rules_struck_is_left_out_of_what_hands_did() -> None:
    ruled = sentence(by_rule=frozenset([4]), amy={1, 4}, bob={1, 4})
    hands, all_words = (
        inter_annotator_agreement([ruled], with_rules=each) for each in (False, True)
    )
    assert hands.words.pairs[0].counts == PairCounts(both=1, neither=3)
    assert all_words.words.pairs[0].counts == PairCounts(both=2, neither=3)


def test_a_suggestion_that_nobody_touched_is_no_agreement() -> None:
    suggested = sentence(source="suggestion", amy={4}, bob={4})
    assert inter_annotator_agreement([suggested]).words.alpha.why_not == STRUCK_NOTHING
    assert inter_annotator_agreement([suggested]).sentences.alpha.why_not == STRUCK_NOTHING
    with_rules = inter_annotator_agreement([suggested], with_rules=True)
    assert with_rules.words.alpha.value == 1


def test_people_need_not_have_reviewed_the_same_sentences() -> None:
    found = inter_annotator_agreement(
        [sentence(amy={1}, bob={1}), sentence(bob={2}, cem=set()), sentence(amy={1}, cem={1})]
    )
    assert [(each.first, each.second) for each in found.words.pairs] == [
        ("amy", "bob"),
        ("amy", "cem"),
        ("bob", "cem"),
    ]
    assert found.words.alpha.value is not None


votes = st.dictionaries(
    st.sampled_from(["amy", "bob", "cem", "dan"]), st.sets(st.integers(0, 4)), max_size=4
)


@given(st.lists(votes, max_size=5))
def test_neither_the_order_of_people_nor_their_names_nor_that_of_sentences_matter(
    all_votes: list[dict[str, set[int]]],
) -> None:
    names = {"amy": "zoe", "bob": "yan", "cem": "xia", "dan": "wes"}
    plain = [sentence(**each) for each in all_votes]
    other = [
        sentence(**{names[person]: struck for person, struck in reversed(each.items())})
        for each in reversed(all_votes)
    ]
    one, again = (inter_annotator_agreement(each) for each in (plain, other))
    assert one.words.alpha == again.words.alpha
    assert one.sentences.alpha == again.sentences.alpha
    assert sorted(str(pair.kappa) for pair in one.words.pairs) == sorted(
        str(pair.kappa) for pair in again.words.pairs
    )


def test_the_words_people_and_sentences_with_most_disagreement_come_first() -> None:
    sentences = [
        sentence(1, amy={1}, bob={1}, cem={1}),
        sentence(2, amy={4}, bob={4}, cem=set()),
        sentence(3, amy={4}, bob=set(), cem=set()),
        sentence(4, amy={0, 2, 4}),
    ]
    found = disagreements(sentences)
    ((word),) = found.words
    assert (word.word, word.num_split, word.num_places) == ("odeon", 2, 2)
    assert word.example_ids == (2, 3)
    assert [(p.person, p.num_alone_struck, p.num_alone_left) for p in found.people] == [
        ("amy", 1, 0),
        ("cem", 0, 1),
        ("bob", 0, 0),
    ]
    assert found.people[0].example_ids == (3,)
    assert found.people[0].num_places == 3
    ranked = [(each.example_id, round(each.score, 3)) for each in found.sentences]
    assert ranked == [(2, 0.889), (3, 0.889), (1, 0.0)]
    assert found.sentences[0].split_words == {"odeon"}
