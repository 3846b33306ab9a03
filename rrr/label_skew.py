"""How far a word goes with one label: what makes it tempting for a model, and worth a look."""

from __future__ import annotations

from collections.abc import Mapping

from rrr.proportions import wilson_interval


def label_skew(per_label: Mapping[str, int], prior: Mapping[str, float]) -> float:
    """How much more often than usual sentences with the word have its favourite label.

    For each label: (what P(label | word) at least is − P(label)) / (1 − P(label)), the largest of
    them. "At least" is the lower end of a 95 % interval, so a word seen twice does not top the
    list.

    Args:
        per_label: in how many labelled sentences of each label the word stands.
        prior: share of all labelled sentences that have each label.

    Returns:
        0 for a word that goes with all labels as usual, 1 for one that is all but certain to mean
        one of them.
    """
    number = sum(per_label.values())
    skew = 0.0
    for label, count in per_label.items():
        usual = prior.get(label, 0.0)
        if usual < 1:
            at_least, _ = wilson_interval(count, number)
            skew = max(skew, (at_least - usual) / (1 - usual))
    return skew
