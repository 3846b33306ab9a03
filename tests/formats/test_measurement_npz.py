import gc
import warnings
from pathlib import Path

import numpy as np
import pytest

from rrr.errors import DataError
from rrr.formats.measurement_npz import read_measurement, write_measurement
from rrr.records import Measurement
from tests.records.measured import answers


def test_a_measurement_comes_back_as_it_was(tmp_path: Path) -> None:
    given = Measurement(("bad", "good"), ("odeon", "<b>"), "h", {"a test/split": answers()})
    write_measurement(given, tmp_path / "m.npz")
    found = read_measurement(tmp_path / "m.npz")
    assert (found.labels, found.words, found.marks_hash) == (given.labels, given.words, "h")
    was, now = given.splits["a test/split"], found.splits["a test/split"]
    np.testing.assert_array_equal(was.probabilities, now.probabilities)
    assert was.reliance(given.words) == now.reliance(found.words)
    assert was.texts_hash == now.texts_hash
    assert [file.name for file in tmp_path.iterdir()] == ["m.npz"]


def test_a_damaged_file_is_refused_with_a_remedy_and_closed(tmp_path: Path) -> None:
    for content in (b"PK no zip", b"PK\3\4 no zip"):
        (tmp_path / "m.npz").write_bytes(content)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            with pytest.raises(DataError, match="measured again"):
                read_measurement(tmp_path / "m.npz")
            gc.collect()
        assert [str(warning.message) for warning in told] == []


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", header=np.array([{"version": 1}], dtype=object))
    with pytest.raises(DataError, match="allow_pickle"):
        read_measurement(tmp_path / "m.npz")
