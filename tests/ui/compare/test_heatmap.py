from rrr.records import Explanation
from rrr.services.comparison.pairs import ExplainedPair
from rrr.ui.compare.heatmap import numbers


def test_the_table_holds_every_token_with_shares_and_raw_numbers() -> None:
    def explain(*saliency: float) -> Explanation:
        return Explanation(("so", "<b>"), (0, 3), saliency, {"no": 0.4, "yes": 0.6})

    table = numbers(ExplainedPair("so <b>", frozenset({1}), explain(1, 3), explain(10, 0)))
    assert table.to_dict("list") == {
        "word": ["so", "<b>"],
        "marked": ["", "marked"],
        "before": [0.25, 0.75],
        "after": [1.0, 0.0],
        "before, raw": [1, 3],
        "after, raw": [10, 0],
    }
