"""What was added comes back in order, however many parts it takes, and memory holds one part."""

from __future__ import annotations

import errno
import hashlib
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import digest_file
from rrr.formats.digest_file import DigestFile, digest_at

FEW = [bytes(16), b"\xff" * 16, b"a" * 15 + b"\0", b"\0" + b"a" * 15, b"a" + bytes(15), b"ab" * 8]
DIGESTS = st.sampled_from(FEW) | st.binary(min_size=16, max_size=16)


def read(file: DigestFile) -> list[tuple[bytes, list[int]]]:
    found = []
    for part in file.parts():
        ends = [*part.starts[1:].tolist(), len(part.numbers)]
        for place, (start, end) in enumerate(zip(part.starts.tolist(), ends, strict=True)):
            found.append((digest_at(part, place), part.numbers[start:end].tolist()))
    return found


@pytest.mark.parametrize("at_once", [1, 3, 50_000])
@given(added=st.lists(st.tuples(DIGESTS, st.integers(0, 2**32 - 1)), max_size=12))
def test_digests_come_back_ascending_with_all_their_numbers(
    at_once: int, added: list[tuple[bytes, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(digest_file, "_PART", at_once)
        file = DigestFile()
        expected: dict[bytes, list[int]] = {}
        for half in (added[:6], added[6:]):  # it can be read on the way
            for digest, number in half:
                file.add(digest, number)
                expected.setdefault(digest, []).append(number)
            assert read(file) == sorted(expected.items())


def test_memory_does_not_grow_with_the_number_of_digests() -> None:
    def peak(count: int) -> int:
        file = DigestFile()
        tracemalloc.start()
        for number in range(count):
            file.add(hashlib.md5(b"%d" % number, usedforsecurity=False).digest(), number)
        found = sum(len(part.digests) for part in file.parts())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == count
        return most

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(digest_file, "_PART", 1_000)
        patched.setattr(digest_file, "_READ", 20_000)
        patched.setattr(digest_file, "_IN_MEMORY", 40_000)
        assert peak(40_000) < 1.3 * peak(10_000)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _: bytes) -> Any:
            raise OSError(errno.ENOSPC, "No space left on device")

    file = DigestFile()
    monkeypatch.setattr(file, "_file", Full())
    with pytest.raises(DataError, match="name another folder as TMPDIR"):
        file.add(bytes(16), 1)
