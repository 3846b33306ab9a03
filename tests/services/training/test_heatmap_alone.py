from rrr.records import Reliance
from rrr.services.training.heatmap_alone import heatmap_changed_alone


def reliance(flips: float, share: float) -> Reliance:
    return Reliance(100, flips, 0.3, share)


BEFORE = reliance(0.8, 0.2)


def test_half_the_saliency_with_the_same_reliance_is_a_heatmap_that_changed_alone() -> None:
    assert heatmap_changed_alone(BEFORE, reliance(0.8, 0.1))
    assert heatmap_changed_alone(BEFORE, reliance(0.61, 0.001))


def test_a_share_that_differs_as_much_between_two_seeds_tells_nothing() -> None:
    assert not heatmap_changed_alone(BEFORE, reliance(0.8, 0.11))


def test_where_the_reliance_fell_by_a_quarter_the_heatmap_did_not_change_alone() -> None:
    assert not heatmap_changed_alone(BEFORE, reliance(0.6, 0.001))


def test_where_nothing_was_relied_on_there_is_no_reliance_to_hide() -> None:
    assert not heatmap_changed_alone(reliance(0.02, 0.2), reliance(0.02, 0.001))
