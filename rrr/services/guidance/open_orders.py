"""The orders in which open sentences come: useful, in order, random.

Each takes the sentence on show (`after`, None for the beginning) and how many are wanted at most,
and returns ids, the first one first, without `after`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from rrr.annotating.sentence_order import most_useful, shuffled, usefulness
from rrr.records import TRAIN, Candidate, Project
from rrr.services.guidance import corpus_reading
from rrr.services.guidance.open_sentences import OpenSentences, Places, open_to
from rrr.services.marks.judged_words import checked_words
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, sentence_order_queries
from rrr.text import words_of

_CANDIDATES = 256
"""Sentences looked at for the most useful one. They come in the order of their usefulness when the
model read them; judging words since only lowers it."""

_PLACES_AT_ONCE = 256


def useful(
    workspace: Workspace,
    project: Project,
    annotator: str,
    after: int | None,
    count: int,
    met: Collection[int],
) -> list[int]:
    """Most useful first, after what this person has judged; then what no model has read."""
    run_id = corpus_reading.newest_read(workspace, project.id)
    open_sentences = open_to(workspace, project, annotator)
    if run_id is None or not open_sentences.number:
        return []
    candidates = [
        candidate
        for candidate in _candidates(open_sentences, run_id)
        if candidate.example_id not in open_sentences.leased_out
    ]

    def all_words(candidate: Candidate) -> list[str]:
        return words_of(example_queries.get(workspace.database, candidate.example_id).text)

    judged = checked_words(workspace, project.id, annotator)
    left_out = {after, *met}
    for candidate in candidates:
        if candidate.example_id in left_out:  # it will be answered, and its words with it
            judged.update(all_words(candidate))
    others = [candidate for candidate in candidates if candidate.example_id not in left_out]
    coming_ids = [
        candidate.example_id for candidate in most_useful(others, judged, count, all_words)
    ]
    if len(coming_ids) < count:  # sentences that no model has read follow in order
        further = in_order(open_sentences, None, count + len(coming_ids) + len(left_out))
        coming_ids += [
            example_id
            for example_id in further
            if example_id not in coming_ids and example_id not in left_out
        ]
    return coming_ids[:count]


def _candidates(open_sentences: OpenSentences, run_id: int) -> list[Candidate]:
    """The open sentences that were the most useful ones when they were read, the first first."""
    database = open_sentences.workspace.database
    few = open_sentences.few()
    if few is not None:
        return reading_queries.candidates(database, run_id, list(few.values()))
    candidates: dict[int, Candidate] = {}

    def find(beyond: float) -> Places:
        batch = reading_queries.open_by_usefulness(
            database,
            open_sentences.project.id,
            run_id,
            open_sentences.annotator,
            open_sentences.sharing,
            at_most=-beyond,
            limit=_CANDIDATES + len(open_sentences.leased_out),
        )
        candidates.update((candidate.example_id, candidate) for candidate in batch)
        return [(-usefulness(candidate), candidate.example_id) for candidate in batch]

    return [
        candidates[example_id]
        for _, example_id in open_sentences.passing_over(run_id, find, _CANDIDATES)
    ]


def in_order(open_sentences: OpenSentences, after: int | None, count: int) -> list[int]:
    """In the order of the file, from `after` on, then from the beginning."""
    if not open_sentences.number:
        return []
    position = -1 if after is None else position_of(open_sentences.workspace, after)
    few = open_sentences.few()
    if few is not None:
        places = list(few)
        following = [place for place in places if place > position]
        return _free([few[place] for place in (*following, *places)], open_sentences, after, count)

    def find(beyond: float) -> Places:
        return open_sentences.in_order(beyond, least)

    least = count + 1 + len(open_sentences.leased_out)
    sentences = [] if after is None else find(position)
    if len(sentences) < least:
        sentences = [*sentences, *open_sentences.passing_over("in order", find, least)]
    return _free([example_id for _, example_id in sentences], open_sentences, after, count)


def random(open_sentences: OpenSentences, after: int | None, count: int) -> list[int]:
    """In this person's own random order, from `after` on, else from what they answered last."""
    database, project, annotator = (
        open_sentences.workspace.database,
        open_sentences.project,
        open_sentences.annotator,
    )
    last_position = sentence_order_queries.last_position(database, project.id, TRAIN)
    if last_position is None or not open_sentences.number:
        return []
    order = shuffled(last_position + 1, f"{project.id} {annotator}")
    # Whoever comes back goes on where they left: what lies before is answered already.
    left_at = after or sentence_order_queries.last_answered(database, project.id, annotator)
    position = None if left_at is None else position_of(open_sentences.workspace, left_at)
    start = (
        0 if position is None or position > last_position else int(np.argmax(order == position)) + 1
    )
    coming = np.roll(order, -start)
    few = open_sentences.few()
    if few is not None:
        coming = coming[np.isin(coming, list(few))]
    coming_ids: list[int] = []
    for first in range(0, len(coming), _PLACES_AT_ONCE):
        if len(coming_ids) >= count:
            break
        positions = coming[first : first + _PLACES_AT_ONCE].tolist()
        ids = open_sentences.at(positions).values()
        coming_ids += _free(list(ids), open_sentences, after, count)
    return coming_ids[:count]


def _free(
    ids: Sequence[int], open_sentences: OpenSentences, left_out: int | None, count: int
) -> list[int]:
    return distinct(
        [example_id for example_id in ids if example_id not in open_sentences.leased_out],
        left_out,
        count,
    )


def distinct(ids: Sequence[int], left_out: int | None, count: int) -> list[int]:
    """Each id once."""
    return [example_id for example_id in dict.fromkeys(ids) if example_id != left_out][:count]


def position_of(workspace: Workspace, example_id: int) -> int:
    return example_queries.get(workspace.database, example_id).position
