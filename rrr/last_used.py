"""What was used last, kept in memory so that it need not be made again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class LastUsed(Generic[Key, Value]):
    """At most `room` values, each under its key; where one more comes, the one not used for longest
    is forgotten. All threads share it. None is no value.

    Unlike `functools.lru_cache` it can be looked into without making what is missing, which may be
    under way in a thread; and what is asked for by several at once can be made only once.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()  # another, so that nobody waits for what is there

    def get(self, key: Key) -> Value | None:
        """What is kept under a key, at once; None if nothing is."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value, in the place of another of this key; returns it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._room:
                self._values.popitem(last=False)
            return value

    def forget(self, key: Key) -> None:
        """Keep nothing under a key any more."""
        with self._lock:
            self._values.pop(key, None)

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is kept under a key, made and kept if nothing is.

        One value is made at a time, whatever its key: who asks for another that is missing waits.
        `make` must not ask for one here itself. What it raises reaches the caller alone.
        """
        value = self.get(key)
        if value is None:
            with self._making:
                value = self.get(key)  # made while this one waited
                if value is None:
                    value = self.put(key, make())
        return value
