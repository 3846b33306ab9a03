"""One training at a time: who trains for the app or a command holds the lock on `worker.lock`.

Worker processes do not take turns: whoever starts two of them wants two trainings at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from rrr.errors import Cancelled
from rrr.services.workspace import Workspace

SECONDS_BETWEEN_LOOKS = 0.2
"""How often who waits looks whether it may begin."""


@contextmanager
def turn(workspace: Workspace, should_stop: Callable[[], bool]) -> Iterator[None]:
    """Wait until nobody else trains in this workspace; nobody else does while the block goes on.

    Raises:
        Cancelled: if `should_stop` says so while it waits.
    """
    try:
        held = lock_of_turn(workspace).acquire(
            poll_interval=SECONDS_BETWEEN_LOOKS, cancel_check=should_stop
        )
    except Timeout as error:
        raise Cancelled("Stopped while waiting for its turn.") from error
    with held:
        yield


def lock_of_turn(workspace: Workspace) -> FileLock:
    return FileLock(workspace.settings.workspace / "worker.lock", thread_local=False)
