"""Errors a user can cause; pages and the command line show their message as it is.

    RightReasonsError
    ├── DataError         a file, text or batch cannot be used (names the place and the remedy)
    ├── AnnotationError   marks that do not fit the example they are for
    │   └── StaleRevision somebody saved this sentence in the meantime
    ├── ConfigError       a setting outside its range
    ├── StorageError      the workspace cannot be read or written now; nothing was changed
    │   └── Locked        another program is writing
    ├── NotAllowed        this person may not do that
    ├── NotFound          no such project, example, run or checkpoint
    └── RunError          a run cannot start, be cancelled or be read
        ├── Cancelled     the person who started the run stopped it
        ├── Diverged      its numbers left their range
        └── Collapsed     it no longer learns anything, though it could

The first three are `ValueError`s, too: callers from Python expect one for a bad argument.

A message says what happened, what was expected, what was received and what to do.
"""


class RightReasonsError(Exception):
    """Base of every error that the person in front of the screen can put right."""


class DataError(RightReasonsError, ValueError):
    """A file, text or batch cannot be used; the message names the place and the remedy."""


class AnnotationError(RightReasonsError, ValueError):
    """Marks do not fit the example they are for."""


class StaleRevision(AnnotationError):
    """The annotation was saved elsewhere since it was read."""


class StorageError(RightReasonsError):
    """The workspace's database or disk refuses to be read or written: locked, full, read-only,
    damaged or replaced. Nothing was changed; the same call may succeed later."""


class Locked(StorageError):
    """Another program has been writing to the database for too long."""


class NewerVersion(StorageError):
    """A newer version of this program has made the database."""


class ConfigError(RightReasonsError, ValueError):
    """A setting is outside its range."""


class NotAllowed(RightReasonsError):
    """Somebody asked for what their role in the project does not allow. Nothing was changed."""


class NotFound(RightReasonsError):
    """A project, example, run or checkpoint that does not exist."""


class RunError(RightReasonsError):
    """A run cannot start, be cancelled or be read."""


class Cancelled(RunError):
    """The run was stopped by the person who started it; nothing went wrong."""


class Diverged(RunError):
    """The numbers of a training are no longer finite; it was stopped there."""


class Collapsed(RunError):
    """The training was given up: it learns nothing where a plain one did."""
