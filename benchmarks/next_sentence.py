"""How long it takes to find the next sentence in a large project, in every order.

    .venv/bin/python -m benchmarks.next_sentence [--sentences 200000]

Makes a project of random words in a temporary folder, stores what a model would have read of it,
and answers more and more of its sentences, among them the first and the most useful: those a walk
has to pass over; in the end most of them by another person. Per order: milliseconds for the first
look after the answers, and the median of the following ones, from the beginning of the order
("opening the page") and from a sentence on ("next"); each look asks for four sentences. Beside it,
what the line about the outlook and the inbox's number cost with each drawing of the page.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from rrr.records import (
    Evaluation,
    NewExample,
    Project,
    SentenceReading,
    TrainingConfig,
    WordReading,
)
from rrr.services import background
from rrr.services.guidance import inbox, next_sentence, outlook
from rrr.services.marks import judged_words
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import (
    answers_of_projects,
    example_queries,
    importing,
    reading_queries,
    run_queries,
    schema,
)
from rrr.store.schema import mark_tables

NUM_WORDS, WORDS_A_SENTENCE, LOOKS = 30_000, 20, 9
WHO = "annotator"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=200_000)
    number = parser.parse_args().sentences
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(Path(folder), WHO, warm_up=False))
        project = make(workspace, number)
        ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)]
        most_useful = store_reading(workspace, project, ids)
        tenth = number // 10
        rest = ids[number // 2 :]
        for title, who, answered in (
            ("nothing answered", WHO, []),
            ("100 answered", WHO, ids[:100]),
            (f"the first {tenth:,} answered", WHO, ids[:tenth]),
            (f"and the {tenth:,} most useful", WHO, most_useful[:tenth]),
            (f"and the first {number // 2:,}", WHO, ids[: number // 2]),
            ("and all but every tenth of the rest, by another", "another", tenths_left_out(rest)),
            ("and all but 100 by that other", "another", rest[:-100]),
        ):
            answer(workspace, project, answered, who)
            measure(workspace, project, title)
        workspace.close()


def make(workspace: Workspace, number: int) -> Project:
    """A project whose words are as unevenly frequent as those of a language."""
    words = [f"word{rank}" for rank in range(NUM_WORDS)]
    weights = [1 / (rank + 1) for rank in range(NUM_WORDS)]
    chance = random.Random(0)

    def rows() -> Iterator[NewExample]:
        for place in range(number):
            chosen = chance.choices(words, weights, k=WORDS_A_SENTENCE)
            yield NewExample(" ".join(chosen), "ab"[place % 2], "train")

    return importing.add(workspace.database, "large", ("a", "b"), rows())


def store_reading(workspace: Workspace, project: Project, ids: Sequence[int]) -> list[int]:
    """As if a model had read every sentence; returns the ids, the most useful first."""
    database, chance = workspace.database, random.Random(1)
    config = TrainingConfig()
    new = run_queries.NewRun("benchmark", config, "marks", 1)
    (run,) = run_queries.queue(database, project.id, lambda _: [new])
    run_queries.set_running(database, run.id)
    run_queries.set_finished(database, run.id, Evaluation({}, None), f"run-{run.id}")
    (workspace.settings.checkpoints / f"run-{run.id}").mkdir(parents=True)
    useful = {example_id: chance.random() for example_id in ids}
    for start in range(0, len(ids), 1_000):
        readings = [
            SentenceReading(
                example_id=example_id,
                uncertainty=useful[example_id],
                words=tuple((f"word{chance.randrange(NUM_WORDS)}", 0.125) for _ in range(8)),
                label="a",
                probability=0.7,
                top_word="word0",
                top_share=0.2,
                usefulness=useful[example_id],
            )
            for example_id in ids[start : start + 1_000]
        ]
        reading_queries.add_sentences(database, run.id, readings)
    mass = len(ids) / NUM_WORDS
    words = [WordReading(f"word{rank}", mass, 10, 0.3) for rank in range(NUM_WORDS)]
    reading_queries.add_words(database, run.id, words)
    reading_queries.set_complete(database, run.id, len(ids))
    return sorted(ids, key=lambda example_id: -useful[example_id])


def tenths_left_out(ids: Sequence[int]) -> list[int]:
    return [example_id for place, example_id in enumerate(ids) if place % 10]


def answer(workspace: Workspace, project: Project, ids: Sequence[int], who: str) -> None:
    """Store answers all at once; one by one they would take an hour."""
    now = schema.now()
    rows = [
        {
            "example_id": example_id,
            "annotator": who,
            "project_id": project.id,
            "split": "train",
            "status": "nothing_irrelevant",
            "marked": [],
            "cleared": [],
            "tokenizer": "",
            "token_hash": "",
            "revision": 1,
            "updated_at": now + timedelta(microseconds=place),
        }
        for place, example_id in enumerate(ids)
    ]
    if not rows:
        return
    with workspace.database.write() as connection:
        connection.execute(insert(mark_tables.annotations).prefix_with("OR IGNORE"), rows)
        answers_of_projects.recount(connection, project.id)
    judged_words.judged_words(workspace, project.id, WHO)
    background.wait(600)


def measure(workspace: Workspace, project: Project, title: str) -> None:
    print(f"\n{title}: milliseconds, first look / median of {LOOKS - 1} more")
    for order in next_sentence.ORDERS:
        next_sentence.choose(workspace, project, WHO, order)
        opened = timed(lambda: next_sentence.upcoming(workspace, project, WHO, None, 4))
        shown = next(iter(next_sentence.upcoming(workspace, project, WHO, None, 1)), None)
        following = timed(
            lambda shown=shown: next_sentence.upcoming(workspace, project, WHO, shown, 4)
        )
        print(f"  {order:9} opening the page {opened}   next {following}")
    next_sentence.choose(workspace, project, WHO, "useful")
    print("  outlook", timed(lambda: outlook.outlook(workspace, project, WHO)), end="   ")
    print("inbox's number", timed(lambda: inbox.count(workspace, project, WHO)))


def timed(look: Callable[[], object]) -> str:
    taken = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        look()
        taken.append(1000 * (time.perf_counter() - began))
    return f"{taken[0]:6.1f} / {statistics.median(taken[1:]):5.1f}"


if __name__ == "__main__":
    main()
