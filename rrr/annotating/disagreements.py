"""Where people differ most: the words, the people, and the sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rrr.annotating.votes import SentenceVotes


@dataclass(frozen=True)
class WordDisagreement:
    """A word, in the vocabulary's form, on which people differ.

    `num_split` are its places that some people struck and others did not, of `num_places` in
    shared sentences at which anybody struck it; `example_ids` are sentences where they differ.
    """

    word: str
    num_split: int
    num_places: int
    example_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonDisagreement:
    """Somebody, with how often they stood alone with less than half of the others.

    At `num_alone_struck` places they struck what most others left, at `num_alone_left` they left
    what most others struck, of `num_places` in shared sentences that anybody struck.
    """

    person: str
    num_alone_struck: int
    num_alone_left: int
    num_places: int
    num_sentences: int
    example_ids: tuple[int, ...]

    @property
    def share(self) -> float:
        """Of the places that anybody struck, 0 to 1."""
        against = self.num_alone_struck + self.num_alone_left
        return against / self.num_places if self.num_places else 0.0


@dataclass(frozen=True)
class SentenceDisagreement:
    """A shared sentence with how far people differ in it.

    `score` is the sum over its words of 4 · share · (1 − share), the share that of the people who
    struck the word: 1 for each word on which they are evenly split, 0 where all agree.
    `split_words` are the words, in the vocabulary's form, on which they differ.
    """

    example_id: int
    score: float
    split_words: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True)
class Disagreements:
    """Each list with the most disagreement first."""

    words: tuple[WordDisagreement, ...]
    people: tuple[PersonDisagreement, ...]
    sentences: tuple[SentenceDisagreement, ...]


class DisagreementTally:
    """Collects, sentence after sentence, everything on which people differ, rules included."""

    def __init__(self) -> None:
        self._split, self._places = Counter[str](), Counter[str]()
        self._where: dict[str, list[int]] = {}
        self._people: dict[str, _OfPerson] = {}
        self._sentences: list[SentenceDisagreement] = []

    def add(self, sentence: SentenceVotes) -> None:
        """Take a sentence in; one that fewer than two people reviewed is passed over."""
        if len(sentence.struck) < 2:
            return
        shares, words = sentence.shares(), sentence.words
        differing = [words[token] for token, share in shares.items() if share < 1]
        self._places.update(words[token] for token in shares)
        self._split.update(differing)
        for word in set(differing):
            self._where.setdefault(word, []).append(sentence.example_id)
        for person, struck in sentence.struck.items():
            self._people.setdefault(person, _OfPerson()).add(sentence, struck, shares)
        self._sentences.append(
            SentenceDisagreement(
                sentence.example_id,
                sum(4 * share * (1 - share) for share in shares.values()),
                frozenset(differing),
                frozenset(sentence.struck),
            )
        )

    def disagreements(self) -> Disagreements:
        """All that was collected."""
        by_number = sorted(self._split.items(), key=lambda item: (-item[1], item[0]))
        people = (of_person.totals(person) for person, of_person in self._people.items())
        return Disagreements(
            tuple(
                WordDisagreement(word, number, self._places[word], tuple(self._where[word]))
                for word, number in by_number
            ),
            tuple(sorted(people, key=lambda person: (-person.share, person.person))),
            tuple(
                sorted(self._sentences, key=lambda sentence: (-sentence.score, sentence.example_id))
            ),
        )


class _OfPerson:
    def __init__(self) -> None:
        self.struck_alone = self.left_alone = self.places = self.sentences = 0
        self.where: list[int] = []

    def add(
        self, sentence: SentenceVotes, struck: Mapping[int, object], shares: Mapping[int, float]
    ) -> None:
        people = len(sentence.struck)
        struck_alone = left_alone = 0
        for token, share in shares.items():
            of_others = (share * people - (token in struck)) / (people - 1)
            struck_alone += token in struck and of_others < 0.5
            left_alone += token not in struck and of_others > 0.5
        self.struck_alone += struck_alone
        self.left_alone += left_alone
        self.places += len(shares)
        self.sentences += 1
        if struck_alone or left_alone:
            self.where.append(sentence.example_id)

    def totals(self, person: str) -> PersonDisagreement:
        return PersonDisagreement(
            person,
            self.struck_alone,
            self.left_alone,
            self.places,
            self.sentences,
            tuple(self.where),
        )
