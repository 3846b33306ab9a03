from rrr.services.comparison.confusion import confusion, rows_of_cell
from tests.records.measured import answers


def test_each_number_of_the_matrix_is_that_of_the_cells_rows():
    told = answers()
    assert confusion(told).tolist() == [[2, 1], [0, 3]]
    assert rows_of_cell(told, 0, 1).tolist() == [4]
    for truth, row in enumerate(confusion(told)):
        assert [len(rows_of_cell(told, truth, guess)) for guess in (0, 1)] == row.tolist()
