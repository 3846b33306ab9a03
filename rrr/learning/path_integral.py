"""The integral behind integrated gradients, taken finely where a classifier turns steeply.

Per token it is ∫ Σ_e x[e] · g(α)[e] dα over α from 0 to 1, with the token's embedding x and the
gradient g of a logit margin at α · (all embeddings). Over all tokens it is what the margin rises by
(completeness; Sundararajan et al., ICML 2017), so that the margins at the ends tell how far a sum
over some points is off. Of most classifiers 16 points come within 1 %. Recurrent layers can be so
steep near embeddings of 0 that 16 points say nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

NUM_PIECES = 16
TOLERANCE = 0.02
"""How far a text's sum may be off, as a part of the sum of its numbers' sizes."""
_PARTS = 4
"""A piece that is too rough is divided into so many."""
_MOST_DIVISIONS = 6
"""Of the 16 roughest pieces each: the finest are 1 / 65,536 of the path."""
_AT_ONCE = NUM_PIECES + 2
"""Points that are looked at in one pass: as many as for the first sum."""

Look = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""From numbers of rows and from points to Σ_e x[e] · g[e], `(points, rows, time)`, and margins,
`(points, rows)`."""


def path_integral(look: Look, num_rows: int) -> np.ndarray:
    """Sum over the middles of 16 equal pieces; rows whose sum is off get finer pieces where they
    need them.

    Args:
        look: looks at rows of a batch.
        num_rows: rows in the batch.

    Returns:
        One number per token, `(rows, time)`. Their sum is off by `TOLERANCE` at most, unless six
        divisions of a piece are too few.
    """
    edges = np.linspace(0.0, 1.0, NUM_PIECES + 1)
    everyone = np.arange(num_rows)
    products, margins = look(everyone, np.concatenate([[0.0], _middles(edges), [1.0]]))
    inner = products[1:-1]
    values: np.ndarray = inner.mean(axis=0)
    (rough,) = np.nonzero(_gap(values, margins[-1] - margins[0]) > TOLERANCE)
    if rough.size:
        values[rough] = _finer(look, rough, edges, inner[:, rough])
    return values


def _finer(look: Look, rows: np.ndarray, edges: np.ndarray, products: np.ndarray) -> np.ndarray:
    """The rows share their pieces: what is steep lies near the same points in most of them."""
    margins = _in_passes(look, rows, edges)[1]
    for _ in range(_MOST_DIVISIONS):
        lengths = np.diff(edges)
        values = np.einsum("p,prt->rt", lengths, products)
        errors = np.abs(lengths[:, None] * products.sum(axis=2) - np.diff(margins, axis=0))
        errors /= _scale(values)
        if errors.sum(axis=0).max() <= TOLERANCE:
            break
        worst = errors.max(axis=1)
        is_rough = worst >= max(TOLERANCE / (2 * NUM_PIECES), np.sort(worst)[-NUM_PIECES])
        if not is_rough.any():
            break
        starts, ends = edges[:-1][is_rough], edges[1:][is_rough]
        parts = np.linspace(starts, ends, _PARTS + 1, axis=1)  # (pieces, edges)
        new_products = _in_passes(look, rows, _middles(parts).ravel())[0]
        new_margins = _in_passes(look, rows, parts[:, 1:-1].ravel())[1]
        places = np.repeat(np.nonzero(is_rough)[0], _PARTS)
        inner_places = np.repeat(np.nonzero(is_rough)[0] + 1, _PARTS - 1)
        kept = np.nonzero(~is_rough)[0]
        order = np.argsort(np.concatenate([kept, places]), kind="stable")
        products = np.concatenate([products[kept], new_products])[order]
        margins = np.insert(margins, inner_places, new_margins, axis=0)
        edges = np.insert(edges, inner_places, parts[:, 1:-1].ravel())
    result: np.ndarray = np.einsum("p,prt->rt", np.diff(edges), products)
    return result


def _in_passes(look: Look, rows: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    looks = [look(rows, points[i : i + _AT_ONCE]) for i in range(0, len(points), _AT_ONCE)]
    products, margins = zip(*looks, strict=True)
    return np.concatenate(products), np.concatenate(margins)


def _middles(edges: np.ndarray) -> np.ndarray:
    middles: np.ndarray = (edges[..., :-1] + edges[..., 1:]) / 2
    return middles


def _gap(values: np.ndarray, rises: np.ndarray) -> np.ndarray:
    gaps: np.ndarray = np.abs(values.sum(axis=1) - rises) / _scale(values)
    return gaps


def _scale(values: np.ndarray) -> np.ndarray:
    """Sizes of the rows' numbers; what is smaller than 0.001 in all decides nothing."""
    scale: np.ndarray = np.maximum(np.abs(values).sum(axis=1), 1e-3)
    return scale
