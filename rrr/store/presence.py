"""Which processes that work on a database live.

A process announces itself under a name of its own. From then on every other process on the same
database sees that it lives, until it ends, however it ends: what tells so is given back by the
operating system or by the database server, not by the process.
"""

from __future__ import annotations

from abc import ABC, abstractmethod


class Presence(ABC):
    """Names of living processes, safe to share between threads."""

    @abstractmethod
    def announce(self, name: str) -> None:
        """Have others see that this process lives. Nothing happens where they do already; if it was
        lost, because a server was away, say, it is announced anew.

        Raises:
            StorageError: if a server does not answer.
        """

    @abstractmethod
    def withdraw(self, name: str) -> None:
        """Take back a name of this process, or tidy up behind one that has died."""

    @abstractmethod
    def alive(self) -> set[str]:
        """The names of all processes that live."""

    @abstractmethod
    def close(self) -> None:
        """Close what would keep the database in use."""
