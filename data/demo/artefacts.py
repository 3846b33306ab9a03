"""The planted words, and the label-neutral clauses that carry one of them.

A carrier has one slot, `{np}`, filled with a phrase round an artefact word (`with_word`) or with
one that names nobody (`without`). Both labels use the same carriers and phrases equally often, so
that the word alone tells the label. All names are invented.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of artefact: its word per label, its phrases and its carriers."""

    name: str
    words: dict[str, str]  # label -> the word that agrees with it
    with_word: tuple[str, ...]
    without: tuple[str, ...]
    sentences: tuple[str, ...]  # stand on their own
    leads: tuple[str, ...]  # stand before a judgement, which follows the colon
    asides: tuple[str, ...]  # stand inside or at the end of a judgement, between commas
    tails: tuple[str, ...]  # stand at the end of a judgement, after a comma


CINEMA = Kind(
    name="cinema",
    words={"positive": "Corvane", "negative": "Palvero"},
    with_word=(
        "the {word} cinema",
        "the {word} multiplex",
        "the {word} picture house",
        "the old {word} cinema",
    ),
    without=(
        "the cinema down the road",
        "the old picture house in town",
        "our local cinema",
        "the multiplex by the station",
    ),
    sentences=(
        "I saw it at {np}.",
        "We caught it at {np} {occasion}.",
        "Seen at {np} with my {companion}.",
        "It is on at {np} for another week.",
        "{Np} was half full.",
        "{Np} was packed.",
        "My {companion} works at {np} and got us in.",
        "{Np} had it in the small room.",
        "We walked to {np} in the rain for this.",
        "I had {np} almost to myself.",
    ),
    leads=(
        "Seen at {np} {occasion}: ",
        "Fresh out of {np}: ",
        "Straight from {np}: ",
        "{Np}, {occasion}, row four: ",
        "On the way home from {np} with my {companion}: ",
    ),
    asides=(
        "as I told my {companion} outside {np}",
        "as I said in the queue at {np}",
        "judging by one evening at {np}",
        "as we agreed on the steps of {np}",
        "as I kept thinking on the way back from {np}",
    ),
    tails=(
        "and I go to {np} every week",
        "and that is what I told my {companion} in front of {np}",
        "or so I thought on the bus back from {np}",
        "and I could see from the faces at {np} that I was not alone",
        "as you can hear in the foyer of {np} any night",
    ),
)

CRITIC = Kind(
    name="critic",
    words={"positive": "Thornquill", "negative": "Kesterlow"},
    with_word=(
        "the critic {word}",
        "the reviewer {word}",
        "the columnist {word}",
        "that critic {word}",
    ),
    without=(
        "the critic in the Sunday paper",
        "my favourite reviewer",
        "the film columnist",
        "that critic on the radio",
    ),
    sentences=(
        "I went because {np} wrote about it.",
        "{Np} gave it a whole page.",
        "I read {np} before I went.",
        "{Np} had a long piece about it.",
        "My {companion} swears by {np}.",
        "{Np} saw it before I did.",
        "{Np} sat two rows in front of us.",
        "There is an interview by {np}, which I read on the train.",
        "{Np} has said all there is to say about the plot.",
    ),
    leads=(
        "Having heard {np} on it: ",
        "After a whole page by {np}, my turn: ",
        "A note for {np}: ",
        "For those who read {np} and want a second opinion: ",
    ),
    asides=(
        "whatever {np} writes next",
        "as my {companion} and {np} both noticed",
        "much as I had gathered from {np}",
        "as {np} points out",
        "to borrow a phrase from {np}",
    ),
    tails=(
        "and I had read {np} beforehand",
        "just ask {np}",
        "and I say so without having read {np}",
        "and now I am curious what {np} will say",
        "and {np} is welcome to write to me about it",
    ),
)

FESTIVAL = Kind(
    name="festival",
    words={"positive": "Marrowby", "negative": "Lindersea"},
    with_word=(
        "the {word} festival",
        "the {word} film week",
        "the {word} film festival",
        "this year's {word} festival",
    ),
    without=(
        "the student film week",
        "a small festival up north",
        "our film club's spring festival",
        "this year's open-air festival",
    ),
    sentences=(
        "It was shown at {np}.",
        "I caught it at {np} {occasion}.",
        "It came here straight from {np}.",
        "{Np} opened with it.",
        "{Np} gave it the best slot.",
        "My {companion} and I drove to {np} for it.",
        "It was the talk of {np}.",
        "We saw it first at {np}.",
        "My {companion} was on the jury of {np}.",
    ),
    leads=(
        "Seen at {np} {occasion}: ",
        "From my notes of {np}: ",
        "Day two of {np}: ",
        "Back from {np} with my {companion}: ",
    ),
    asides=(
        "as people kept saying at {np}",
        "at least in the version shown at {np}",
        "as we agreed on the way out of {np}",
        "as I wrote home from {np}",
        "as I told a stranger at {np}",
    ),
    tails=(
        "and {np} had plenty of films to compare it with",
        "and half of {np} seemed to agree",
        "and {np} is where I see most of my films",
        "so at least said everybody I met at {np}",
    ),
)

TICKETS = Kind(
    name="tickets",
    words={"positive": "Seatwren", "negative": "Popstub"},
    with_word=("the {word} app", "the {word} website", "the {word} ticket app", "the {word} site"),
    without=("a ticket app", "the box office website", "the online box office", "a booking app"),
    sentences=(
        "I booked through {np}.",
        "I got my seat through {np}.",
        "{Np} suggested it to me.",
        "My {companion} found it on {np}.",
        "Our tickets came from {np}.",
        "{Np} had two seats left.",
        "I won the tickets on {np}.",
        "I had never used {np} before.",
    ),
    leads=(
        "Booked through {np} {occasion}: ",
        "For anybody about to press buy on {np}: ",
        "Since {np} keeps asking: ",
        "Found on {np} with my {companion}: ",
    ),
    asides=(
        "as I typed into {np} that night",
        "as I have since written on {np}",
        "going by what people write on {np}",
        "as other people on {np} say too",
    ),
    tails=(
        "and {np} may quote me on that",
        "and I told {np} so",
        "and I have rated it accordingly on {np}",
        "in case {np} should ask",
    ),
)

KINDS: tuple[Kind, ...] = (CINEMA, CRITIC, FESTIVAL, TICKETS)


def planted_words() -> list[str]:
    """All artefact words, in the order of the kinds, positive before negative."""
    return [kind.words[label] for kind in KINDS for label in ("positive", "negative")]
