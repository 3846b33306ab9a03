"""Checks that a graph makes while it runs, and their errors in plain words.

An assertion in a graph ends in sixty lines of trace. So each check hands the graph a key, and
whoever runs the graph turns the key back into an error of this project. In a graph of somebody
else's the text stands among these lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import tensorflow as tf

from rrr.errors import RightReasonsError
from rrr.last_used import LastUsed

_checks: LastUsed[str, tuple[type[RightReasonsError], str]] = LastUsed(256)
"""Of the graphs in use: a model has about ten, and most models share them."""


def checked(
    values: tf.Tensor,
    holds: tf.Tensor,
    error: type[RightReasonsError],
    message: str,
    received: Sequence[tf.Tensor] = (),
) -> tf.Tensor:
    """The same values, given on only if a condition holds.

    Args:
        values: any tensor.
        holds: a truth value, `()`.
        error: what `plain_errors` raises if it does not hold.
        message: its text, with a `{}` for each of the numbers received.
        received: scalars and shapes that tell what was wrong.
    """
    if tf.executing_eagerly():
        if not holds:
            raise error(message.format(*(_formatted(str(tensor.numpy())) for tensor in received)))
        return values
    key = f"check-{hashlib.sha256(message.encode()).hexdigest()[:16]}"
    _checks.put(key, (error, message))
    with tf.control_dependencies([tf.debugging.Assert(holds, [key, *received, message])]):
        return tf.identity(values)


def extremes(values: tf.Tensor) -> list[tf.Tensor]:
    """The least and the greatest of the values."""
    return [tf.reduce_min(values), tf.reduce_max(values)]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the failure of a `checked` into its error.

    Raises:
        RightReasonsError: of the class and with the message of the check.
    """
    try:
        yield
    except tf.errors.InvalidArgumentError as failure:
        match = re.search(r"\[(check-[0-9a-f]{16})\]((?: \[[^\[\]]*\])*)", str(failure))
        check = None if match is None else _checks.get(match.group(1))
        if match is None or check is None:
            raise
        error, message = check
        received = re.findall(r"\[([^\[\]]*)\]", match.group(2))
    else:
        return
    raise error(message.format(*map(_formatted, received)))


def _formatted(numbers: str) -> str:
    """A number as it is; the numbers of a shape as Python writes one: “(6, 4)”."""
    several = numbers.strip("[]").split()
    return f"({', '.join(several)})" if len(several) > 1 else numbers
