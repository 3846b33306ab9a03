from dataclasses import replace

import pytest

from rrr.formats.percent import percent
from rrr.records import Evaluation, Followed, LabelAccuracy, Reliance, Trial, WeightSearch
from rrr.services.comparison.verdict import VerdictKind, verdict


def measured(
    *, swap: float, removal: float, share: float = 0.2, n: int = 200, **accuracy: float
) -> Evaluation:
    return Evaluation(accuracy or {"test": 0.9}, Reliance(n, swap, removal, share))


def of_skill(**skill: float) -> Evaluation:
    """Where nine sentences in ten have one label: accuracy alone looks well."""
    return Evaluation(dict.fromkeys(skill, 0.9), Reliance(200, 0.9, 0.4, 0.2), skill)


def counted(
    *, swap: float = 0.9, removed: float | None = None, **splits: dict[str, tuple[int, int]]
) -> Evaluation:
    """With right answers and sentences of each label."""
    accuracy = {
        name: sum(right for right, _ in of.values()) / sum(number for _, number in of.values())
        for name, of in splits.items()
    }
    return Evaluation(accuracy, Reliance(200, swap, 0.0, 0.2, 0.5, removed), by_label=splits)


def searched(after: float, deleted: float, number: int = 400) -> WeightSearch:
    before = Reliance(number, 0.9, 0.5, 0.2, 0.5, 0.5)
    found = Reliance(number, 0.0, 0.0, 0.1, after, after)
    return WeightSearch(before, deleted, (Trial(1.0, "good", found, 1.0),), None, 1.0, "")


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
            measured(swap=0.20, removal=0.3, test=0.9),
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


def test_the_sentence_tells_both_reliances_and_the_sections_which_splits_changed() -> None:
    after = measured(swap=0.02, removal=0.05, test=0.87, artefact_flipped=0.86)
    told = verdict(BEFORE, after)
    assert (
        f"changed {percent(0.95)} of the predictions before and changes {percent(0.02)} now"
        in told.sentence
    )
    assert told.improved == (
        f"Right in {percent(0.86)} of the “artefact flipped” sentences (before: {percent(0.05)}).",
    )
    assert told.cost == (
        f"Right in {percent(0.87)} of the “test” sentences (before: {percent(0.99)}).",
    )


def test_the_removal_is_told_where_it_changes_more_than_the_swap() -> None:
    before, after = measured(swap=0.1, removal=0.5), measured(swap=0.02, removal=0.4)
    assert (
        f"removing them changed {percent(0.5)} and changes {percent(0.4)}"
        in verdict(before, after).sentence
    )


def test_the_word_that_is_followed_most_is_named() -> None:
    found = Reliance(200, 0.9, 0.4, 0.001, followed=Followed("Odeon", 0.62, 50))
    told = verdict(BEFORE, Evaluation({"test": 0.99}, found))
    assert told.kind == "only_the_heatmap_changed"
    assert told.sentence.startswith(
        f"The gradient heatmap is cleaner, but predictions still follow “Odeon” in "
        f"{percent(0.62)} of swaps."
    )


def test_what_is_nearly_nothing_is_told_without_false_precision() -> None:
    before = Evaluation({}, Reliance(1000, 0.78, 0.4, 0.2, 0.3, 0.71))
    after = Evaluation({}, Reliance(1000, 0.002, 0.001, 0.2, 0.88, 0.88))
    told = verdict(before, after).sentence
    assert "The model no longer relies on the struck words." in told
    assert f"changed {percent(0.78)} of the predictions before and changes under 1" in told
    assert "times less" not in told
    still = Evaluation({}, Reliance(1000, 0.03, 0.001, 0.2, 0.88, 0.88))
    assert (
        "The model hardly relies on the struck words any more." in verdict(before, still).sentence
    )


def test_words_removed_are_not_taken_for_sentences_without_them() -> None:
    before = counted(test={"good": (90, 100)}, removed=0.71)
    after = counted(test={"good": (90, 100)}, removed=0.88)
    (told,) = verdict(before, after).improved
    assert told == (
        f"Right in {percent(0.88)} of the sentences with their struck words removed "
        f"(before: {percent(0.71)})."
    )


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
        "There is no reliance to measure: no test sentence holds a struck word."
    )
    assert told.cost == ("No test set lost 2 points or more.",)


def test_a_label_that_falls_clearly_makes_a_cure_one_at_a_price_and_is_named() -> None:
    before = counted(test={"billing": (38, 40), "login": (30, 40), "refund": (39, 40)})
    after = counted(swap=0.01, test={"billing": (26, 40), "login": (38, 40), "refund": (37, 40)})
    told = verdict(before, after)
    assert (told.kind, told.title) == ("cured_at_a_price", "Cured, at a price")
    assert told.worst is not None
    assert (told.worst.split, told.worst.label, told.worst.number) == ("test", "billing", 40)
    (line,) = dict(told.sections)["Worst label"]
    assert line == (
        f"Right in {percent(0.65)} of the 40 “test” sentences labelled “billing” "
        f"(before: {percent(0.95)})."
    )


def test_a_label_that_falls_within_chance_is_named_as_such_and_costs_nothing() -> None:
    before = counted(test={"billing": (38, 40), "login": (38, 40)})
    after = counted(swap=0.01, test={"billing": (36, 40), "login": (39, 40)})
    told = verdict(before, after)
    assert told.kind == "cured"
    assert told.worst is not None
    assert told.worst.label == "billing"
    assert dict(told.sections)["Worst label"][0].endswith("This may be chance.")
    assert told.cost == ("Accuracy fell nowhere beyond chance.",)
    assert told.improved == ()


def test_a_test_set_that_falls_clearly_is_a_price_with_its_reason() -> None:
    before = counted(test={"a": (495, 500), "b": (495, 500)})
    after = counted(swap=0.0, test={"a": (455, 500), "b": (455, 500)})
    told = verdict(before, after)
    assert told.kind == "cured_at_a_price"
    assert any("price of not cheating" in each for each in told.notes)
    small = counted(test={"a": (10, 10)}), counted(swap=0.0, test={"a": (9, 10)})
    assert verdict(*small).kind == "cured"
    assert any("only 10 sentences" in each for each in verdict(*small).notes)


def test_a_label_that_only_one_of_them_was_asked_about_is_not_judged() -> None:
    before = counted(test={"a": (40, 40)})
    after = counted(swap=0.0, test={"a": (20, 40), "b": (0, 40)})
    told = verdict(before, after)
    assert told.worst is not None
    assert told.worst.label == "a"


def test_reliance_that_rises_within_chance_is_no_damage() -> None:
    before, after = (
        measured(swap=0.3, removal=0.3, n=20),
        measured(swap=0.35, removal=0.3, share=0.2, n=20),
    )
    assert verdict(before, after).kind == "unchanged"
    assert "the difference may be chance" in verdict(before, after).sentence


def test_deleting_the_words_stands_beside_both_models_or_is_said_to_be_unknown() -> None:
    after = measured(swap=0.0, removal=0.0)
    told = verdict(BEFORE, after, searched(after=0.9, deleted=0.91)).deleting
    assert f"{percent(0.5)} right without your marks, {percent(0.9)} with them" in told
    assert f"{percent(0.91)} with the words just deleted" in told
    assert "no clear difference" in told
    assert "Not known" in verdict(BEFORE, after).deleting


def test_where_deleting_is_clearly_better_the_cure_has_a_price() -> None:
    after = measured(swap=0.0, removal=0.0)
    told = verdict(BEFORE, after, searched(after=0.8, deleted=0.91))
    assert told.kind == "cured_at_a_price"
    assert "Deleting is clearly better here." in told.deleting
    assert verdict(BEFORE, after, searched(after=0.8, deleted=0.91, number=10)).kind == "cured"
    costly = verdict(BEFORE, after, searched(after=0.4, deleted=0.41))
    assert costly.kind == "cured_at_a_price"
    assert "Your marks clearly cost accuracy there." in costly.deleting
    better = verdict(BEFORE, after, searched(after=0.95, deleted=0.8))
    assert "clearly better than deleting" in better.deleting


@pytest.mark.parametrize(("right", "kind"), [(0.6, "cured_at_a_price"), (0.88, "cured")])
def test_a_label_that_deleting_serves_clearly_better_is_a_price(
    right: float, kind: VerdictKind
) -> None:
    found = searched(after=0.93, deleted=0.92)
    reliance = found.trials[0].reliance
    assert reliance is not None
    by_label = (LabelAccuracy(200, 0.99), LabelAccuracy(100, right))
    trial = replace(found.trials[0], reliance=replace(reliance, by_label=by_label))
    deleted = (LabelAccuracy(200, 0.91), LabelAccuracy(100, 0.93))
    told = verdict(
        BEFORE,
        measured(swap=0.0, removal=0.0),
        replace(found, trials=(trial,), deleted_by_label=deleted),
    )
    assert told.kind == kind
    assert ("For one label deleting is clearly better" in told.deleting) == (right == 0.6)
