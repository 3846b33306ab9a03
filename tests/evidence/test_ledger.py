"""Results are kept one by one and survive whatever happens to the last line."""

import pytest

from rrr.errors import DataError
from rrr.evidence.cells import Cell, Measured
from rrr.evidence.ledger import Ledger

ONE = Measured(Cell("demo", "plain", "lstm", 0), {"accuracy.test": 0.5, "seconds": 1.0})
TWO = Measured(Cell("demo", "plain", "lstm", 1), {"accuracy.test": 0.75, "seconds": 1.0})


def test_what_is_added_is_read_again(tmp_path):
    ledger = Ledger(tmp_path / "new")
    assert ledger.read() == {}
    ledger.add(ONE)
    ledger.add(TWO)
    assert Ledger(tmp_path / "new").read() == {ONE.cell: ONE, TWO.cell: TWO}


def test_a_torn_last_line_counts_as_not_measured_and_is_written_over(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.add(ONE)
    with ledger.path.open("a") as file:
        file.write('{"corpus": "demo", "meth')
    assert ledger.read() == {ONE.cell: ONE}
    ledger.add(TWO)
    assert ledger.read() == {ONE.cell: ONE, TWO.cell: TWO}


def test_a_damaged_line_is_named(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.path.write_text('{"corpus": 1}\n')
    ledger.add(ONE)
    with pytest.raises(DataError, match="line 1"):
        ledger.read()
