import pytest

from rrr.formats.percent import percent
from rrr.records import Evaluation, Followed, Reliance
from rrr.services.comparison.verdict import VerdictKind, verdict


def measured(
    *, swap: float, removal: float, share: float = 0.2, n: int = 200, **accuracy: float
) -> Evaluation:
    return Evaluation(accuracy or {"test": 0.9}, Reliance(n, swap, removal, share))


def of_skill(**skill: float) -> Evaluation:
    """Where nine sentences in ten have one label: accuracy alone looks well."""
    return Evaluation(dict.fromkeys(skill, 0.9), Reliance(200, 0.9, 0.4, 0.2), skill)


BEFORE = measured(swap=0.95, removal=0.4, share=0.2, test=0.99, artefact_flipped=0.05)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (BEFORE, measured(swap=0.02, removal=0.06, test=0.87, artefact_flipped=0.86), "cured"),
        (BEFORE, measured(swap=0.05, removal=0.10, test=0.87, artefact_flipped=0.86), "cured"),
        (BEFORE, measured(swap=0.06, removal=0.06, test=0.87, artefact_flipped=0.86), "partly"),
        (BEFORE, measured(swap=0.02, removal=0.30, test=0.87, artefact_flipped=0.86), "partly"),
        (BEFORE, measured(swap=0.60, removal=0.3, test=0.95, artefact_flipped=0.40), "partly"),
        (
            BEFORE,
            measured(swap=0.90, removal=0.4, share=0.001, test=0.99, artefact_flipped=0.05),
            "only_the_heatmap_changed",
        ),
        (BEFORE, measured(swap=0.90, removal=0.4, share=0.11, test=0.99), "unchanged"),
        (
            measured(swap=0.30, removal=0.3, test=0.9),
            measured(swap=0.35, removal=0.3, share=0.001, test=0.9),
            "made_worse",
        ),
        (
            measured(swap=0.01, removal=0.017, test=0.87),
            measured(swap=0.0, removal=0.0, share=0.001, test=0.57),
            "made_worse",
        ),
        (
            measured(swap=0.015, removal=0.017, test=0.87),
            measured(swap=0.0, removal=0.0, share=0.001, test=0.87),
            "nothing_to_cure",
        ),
        (
            measured(swap=0.01, removal=0.03, test=0.87),
            measured(swap=0.01, removal=0.03, test=0.87),
            "unchanged",
        ),
        (Evaluation({"test": 0.9}, None), Evaluation({"test": 0.9}, None), "nothing_to_cure"),
        (Evaluation({"test": 0.9}, None), Evaluation({"test": 0.5}, None), "made_worse"),
        (Evaluation({}, None), Evaluation({}, None), "nothing_to_cure"),
        (of_skill(test=0.05, other=-0.4), of_skill(test=-0.1), "nothing_learned"),
        (of_skill(test=0.05, other=0.8), of_skill(test=0.05), "unchanged"),
        (of_skill(test=0.05), of_skill(test=0.6), "unchanged"),
    ],
)
def test_the_kind_is_judged_by_intervention_first(
    before: Evaluation, after: Evaluation, kind: VerdictKind
) -> None:
    assert verdict(before, after).kind == kind


def test_losing_the_cue_in_distribution_alone_is_no_damage() -> None:
    before, after = (
        measured(swap=0.9, removal=0.5, test=0.99),
        measured(swap=0, removal=0, test=0.87),
    )
    assert verdict(before, after).kind == "cured"


def test_only_splits_that_both_were_measured_on_are_weighed() -> None:
    before = measured(swap=0.9, removal=0.5, test=0.99, flipped=0.05)
    assert verdict(before, measured(swap=0.9, removal=0.5, test=0.5)).kind == "made_worse"
    assert verdict(before, measured(swap=0.9, removal=0.5, other=0.1)).kind == "unchanged"


def test_a_saliency_share_that_falls_alone_is_never_called_a_cure() -> None:
    for new_share in (0.0, 0.001, 0.1):  # of 0.2 before
        after = measured(swap=0.95, removal=0.4, share=new_share, test=0.99, artefact_flipped=0.05)
        told = verdict(BEFORE, after)
        assert told.kind == "only_the_heatmap_changed"
        assert "its predictions still follow them" in told.sentence


def test_half_a_cure_with_a_clean_heatmap_is_told_as_such() -> None:
    clean = measured(swap=0.6, removal=0.3, share=0.01, test=0.95, artefact_flipped=0.40)
    told = verdict(BEFORE, clean)
    assert told.kind == "partly"
    assert "The heatmap makes this look better than it is." in told.sentence
    alike = measured(swap=0.6, removal=0.3, share=0.12, test=0.95, artefact_flipped=0.40)
    assert "heatmap" not in verdict(BEFORE, alike).sentence


def test_the_sentence_tells_both_reliances_and_the_splits_that_changed_most() -> None:
    after = measured(swap=0.02, removal=0.05, test=0.87, artefact_flipped=0.86)
    sentence = verdict(BEFORE, after).sentence
    assert f"changes {percent(0.02)} of the predictions (before: {percent(0.95)})" in sentence
    assert (
        f"{percent(0.86)} of the “artefact flipped” sentences (before: {percent(0.05)})" in sentence
    )
    assert f"{percent(0.87)} of the “test” sentences (before: {percent(0.99)})" in sentence


def test_the_removal_is_told_where_it_changes_more_than_the_swap() -> None:
    before, after = measured(swap=0.1, removal=0.5), measured(swap=0.02, removal=0.4)
    assert (
        f"removing them {percent(0.4)} (before: {percent(0.5)})" in verdict(before, after).sentence
    )


def test_the_word_that_is_followed_most_is_named() -> None:
    found = Reliance(200, 0.9, 0.4, 0.001, followed=Followed("Odeon", 0.62, 50))
    told = verdict(BEFORE, Evaluation({"test": 0.99}, found))
    assert told.kind == "only_the_heatmap_changed"
    assert told.sentence.startswith(
        f"The gradient heatmap is cleaner, but predictions still follow “Odeon” in "
        f"{percent(0.62)} of swaps."
    )


def test_a_cure_is_told_as_a_ratio_with_what_the_model_is_worth_without_the_words() -> None:
    before = Evaluation({}, Reliance(200, 0.76, 0.4, 0.2, 0.3, 0.71))
    after = Evaluation({}, Reliance(200, 0.02, 0.01, 0.2, 0.88, 0.88))
    told = verdict(before, after).sentence
    assert "relies 38 times less on the marked words" in told
    assert f"Accuracy without them rose from {percent(0.71)} to {percent(0.88)}." in told
    none_left = Evaluation({}, Reliance(200, 0.0, 0.01, 0.2, 0.88, 0.88))
    assert "no longer relies on the marked words" in verdict(before, none_left).sentence


def test_a_handful_of_sentences_is_called_a_handful() -> None:
    before, after = measured(swap=1, removal=1, n=4), measured(swap=0, removal=0, n=4)
    assert "only 4 sentences" in verdict(before, after).sentence


def test_where_nothing_was_learned_the_marks_are_not_blamed() -> None:
    told = verdict(of_skill(test=0.02), of_skill(test=0.0))
    assert "says nothing about the marks" in told.sentence
    assert f"right in {percent(0.9)}, with the marks in {percent(0.9)}" in told.sentence
    assert "reason weight" not in told.sentence


def test_a_missing_reliance_is_told_in_words() -> None:
    told = verdict(Evaluation({"test": 0.9}, None), Evaluation({"test": 0.9}, None))
    assert told.sentence == (
        "There is no reliance to measure: no test sentence holds a marked word. "
        "Accuracy stayed within 2 points on every test split."
    )
