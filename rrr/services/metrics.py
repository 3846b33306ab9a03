"""What this process has done since it began, counted for Prometheus.

No label holds what a person has written: labels are kinds of errors, statuses and versions, of
which there are few.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram, disable_created_metrics

from rrr.errors import RightReasonsError

disable_created_metrics()  # when each began to count, which no question needs

SAVES = Histogram(
    "rrr_save_seconds",
    "Time until an annotator's answer is on the disk.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
REFUSED_SAVES = Counter(
    "rrr_refused_saves", "Answers that were not stored, by the kind of reason.", ["reason"]
)
TRAINING_STEPS = Counter("rrr_training_steps", "Batches that trainings have learned from.")
ERRORS = Counter("rrr_errors", "Errors that a page or a training ended on, by kind.", ["kind"])


@contextmanager
def counted_save() -> Iterator[None]:
    """Count the block as one answer that is stored, or refused if it raises."""
    try:
        with SAVES.time():
            yield
    except RightReasonsError as error:
        REFUSED_SAVES.labels(type(error).__name__).inc()
        raise


def count_error(error: BaseException) -> None:
    ERRORS.labels(type(error).__name__).inc()
