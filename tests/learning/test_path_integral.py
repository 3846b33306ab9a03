"""Integrals along a path, worked by hand: `look` knows each margin and its derivative."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rrr.learning.path_integral import NUM_PIECES, Look, path_integral

Function = Callable[[np.ndarray], np.ndarray]


def looking(*rows: list[tuple[Function, Function]], looks: list[tuple[int, int]]) -> Look:
    """Each row's margin is the sum over its tokens of a function of the point; each token comes
    with its function and that function's derivative. Notes how many rows and points are looked at.
    """

    def look(chosen: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        looks.append((len(chosen), len(points)))
        products = [[slope(points) for _, slope in rows[row]] for row in chosen]
        margins = [sum(value(points) for value, _ in rows[row]) for row in chosen]
        return np.moveaxis(np.array(products), 2, 0), np.array(margins).T

    return look


def square(size: float) -> tuple[Function, Function]:
    return lambda a: size * a**2, lambda a: 2 * size * a


def cliff(size: float, at: float, width: float) -> tuple[Function, Function]:
    """Rises by `size` around a point, within some widths."""

    def value(points: np.ndarray) -> np.ndarray:
        return size * np.tanh((points - at) / width) / 2

    def slope(points: np.ndarray) -> np.ndarray:
        return size / (2 * width * np.cosh(np.minimum(np.abs(points - at) / width, 300)) ** 2)

    return value, slope


def test_of_a_smooth_margin_the_middles_of_16_pieces_are_enough() -> None:
    looks: list[tuple[int, int]] = []
    values = path_integral(looking([square(3.0), square(-1.0)], looks=looks), 1)
    np.testing.assert_allclose(values, [[3.0, -1.0]])  # exact of straight lines
    assert looks == [(1, NUM_PIECES + 2)]


@pytest.mark.parametrize("at", [0.009, 1 / 16, 0.6])
def test_a_cliff_between_two_points_is_found_and_given_to_its_token(at: float) -> None:
    looks: list[tuple[int, int]] = []
    look = looking([cliff(5.0, at, 0.0005), square(1.0)], looks=looks)
    (steep, smooth) = path_integral(look, 1)[0]
    rises = np.diff(cliff(5.0, at, 0.0005)[0](np.array([0.0, 1.0])))
    assert steep == pytest.approx(rises[0], abs=0.02 * 6)
    assert smooth == pytest.approx(1.0, abs=1e-3)
    (_, products) = looks[0], look(np.array([0]), (np.arange(16) + 0.5) / 16)[0]
    assert abs(products[:, 0, 0].mean() - rises[0]) > 1  # what 16 points alone would say


def test_only_rows_that_need_it_are_looked_at_again() -> None:
    looks: list[tuple[int, int]] = []
    rows = [[square(1.0)], [cliff(5.0, 0.3, 0.001)], [square(2.0)]]
    values = path_integral(looking(*rows, looks=looks), 3)
    assert {num_rows for num_rows, _ in looks[1:]} == {1}
    assert max(num_points for _, num_points in looks) == NUM_PIECES + 2
    np.testing.assert_allclose(values[[0, 2], 0], [1.0, 2.0])


def test_a_jump_that_no_piece_is_fine_enough_for_comes_to_an_end() -> None:
    looks: list[tuple[int, int]] = []
    jump = (lambda a: 5.0 * (a > 0.3), lambda a: np.zeros_like(a))
    values = path_integral(looking([jump, square(1.0)], looks=looks), 1)
    np.testing.assert_allclose(values, [[0.0, 1.0]], atol=1e-3)
    assert sum(num_points for _, num_points in looks) < 100


def test_what_decides_nothing_is_not_looked_at_again() -> None:
    looks: list[tuple[int, int]] = []
    path_integral(looking([cliff(1e-5, 0.3, 0.001)], looks=looks), 1)
    assert len(looks) == 1
