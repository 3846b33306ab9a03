"""Each kind of verdict begins and ends exactly where its description says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rrr.formats.percent import percent
from rrr.records import Evaluation, Followed, Reliance
from rrr.services.comparison.verdict import VerdictKind, verdict, verdict_values

MANY = 100_000  # so that nothing is chance


def measured(
    swap: float, removal: float = 0.0, share: float = 0.2, **accuracy: float
) -> Evaluation:
    return Evaluation(accuracy or {"test": 0.9}, Reliance(MANY, swap, removal, share))


def of_labels(swap: float, removed: float | None = None, **right: int) -> Evaluation:
    """With so many right answers of 100 sentences for each label."""
    by_label = {"test": {label: (hits, 100) for label, hits in right.items()}}
    accuracy = {"test": sum(right.values()) / (100 * len(right))}
    return Evaluation(accuracy, Reliance(MANY, swap, 0.0, 0.2, 0.5, removed), by_label=by_label)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        # The mean of the test splits falls by 15 points.
        (measured(0.5, a=0.9, b=0.9), measured(0.5, a=0.7, b=0.8), "made_worse"),
        (measured(0.5, a=0.9, b=0.9), measured(0.5, a=0.7, b=0.81), "unchanged"),
        # Reliance rises by 5 points.
        (measured(0.2), measured(0.25), "made_worse"),
        (measured(0.2), measured(0.24), "unchanged"),
        # Fewer than 2 % is nothing to cure; 2 % is something, whether swapped or removed.
        (measured(0.019, 0.019), measured(0.019), "nothing_to_cure"),
        (measured(0.02, 0.0), measured(0.02), "unchanged"),
        (measured(0.0, 0.02), measured(0.0), "cured"),
        # At most half of what it was.
        (measured(0.1), measured(0.05), "cured"),
        (measured(0.08), measured(0.0401), "partly"),
        # A quarter less is a part.
        (measured(1.0), measured(0.75), "partly"),
        (measured(1.0), measured(0.76), "unchanged"),
    ],
)
def test_a_kind_holds_on_its_limit_and_not_beyond(
    before: Evaluation, after: Evaluation, kind: VerdictKind
) -> None:
    assert verdict(before, after).kind == kind


def test_where_one_reliance_was_not_measured_there_is_nothing_to_compare() -> None:
    unknown = Evaluation({"test": 0.9}, None)
    for before, after in ((measured(0.9), unknown), (unknown, measured(0.9))):
        told = verdict(before, after)
        assert told.kind == "nothing_to_cure"
        assert told.sentence == (
            "There is no reliance to measure: no test sentence holds a struck word."
        )


def test_where_hardly_anything_followed_the_words_it_is_said_so() -> None:
    told = verdict(measured(0.01), measured(0.01))
    assert told.sentence.startswith("The model hardly relied on the struck words to begin with. ")


def test_one_label_or_several_are_said_to_have_fallen() -> None:
    before = of_labels(0.9, good=95, bad=95, fair=90)
    one = verdict(before, of_labels(0.0, good=65, bad=95, fair=90))
    assert one.cost[-1] == "One label fell: “good”."
    two = verdict(before, of_labels(0.0, good=65, bad=65, fair=90))
    assert two.cost[-1] == "Labels that fell: “good”, “bad”."


def test_no_label_is_the_worst_where_none_lost() -> None:
    same = of_labels(0.0, good=95, bad=95)
    told = verdict(of_labels(0.9, good=95, bad=95), same)
    assert told.worst is None
    assert verdict_values(told)["worst_label"] is None


def test_what_did_not_change_neither_improved_nor_cost_anything() -> None:
    told = verdict(measured(0.9), measured(0.0))
    assert told.improved == ()
    assert told.cost == ("No test set lost 2 points or more.",)


def test_accuracy_without_the_words_is_judged_by_the_sentences_that_held_them() -> None:
    before, after = of_labels(0.9, removed=0.90, good=90), of_labels(0.0, removed=0.85, good=90)
    assert verdict(before, after).cost == (
        f"Right in {percent(0.85)} of the sentences with their struck words removed "
        f"(before: {percent(0.90)}).",
    )
    for removed in ((None, 0.85), (0.9, None)):
        told = verdict(*(of_labels(0.9, removed=share, good=90) for share in removed))
        assert told.cost == ("Accuracy fell nowhere beyond chance.",)


def test_where_sentences_were_not_counted_a_change_of_five_points_is_told_all_the_same() -> None:
    def uncounted(removed: float) -> Evaluation:
        return Evaluation({"test": 0.9}, Reliance(20, 0.9, 0.0, 0.2, 0.5, removed))

    assert len(verdict(uncounted(0.90), uncounted(0.85)).cost) == 1
    counted = of_labels(0.9, good=90)
    few = [replace(counted, reliance=uncounted(removed).reliance) for removed in (0.90, 0.85)]
    assert verdict(*few).cost == ("Accuracy fell nowhere beyond chance.",)


def test_the_word_that_is_still_followed_is_named_where_the_cure_is_partial() -> None:
    followed = Reliance(MANY, 0.6, 0.0, 0.2, followed=Followed("Odeon", 0.62, 50))
    told = verdict(measured(0.9), Evaluation({"test": 0.9}, followed)).sentence
    assert f"but predictions still follow “Odeon” in {percent(0.62)} of swaps." in told


@pytest.mark.parametrize(("number", "is_small"), [(1, True), (99, True), (100, False)])
def test_a_test_set_of_fewer_than_a_hundred_sentences_is_called_small(
    number: int, is_small: bool
) -> None:
    evaluation = Evaluation({"test": 1.0}, None, by_label={"test": {"good": (number, number)}})
    assert any("“test” has only" in note for note in verdict(evaluation, evaluation).notes) == (
        is_small
    )


def test_a_verdict_says_that_each_model_was_trained_once_where_reliance_was_measured() -> None:
    one_seed = "Each model was trained once. Another seed can move these numbers."
    assert one_seed in verdict(measured(0.9), measured(0.0)).notes
    assert one_seed not in verdict(Evaluation({}, None), Evaluation({}, None)).notes


def test_a_heatmap_flatters_from_twice_the_fall_of_the_reliance_on() -> None:
    flatters = "The heatmap makes this look better than it is."
    before = measured(0.8, share=0.4)
    assert flatters in verdict(before, measured(0.4, share=0.1)).sentence
    assert flatters not in verdict(before, measured(0.4, share=0.11)).sentence


def test_what_the_removal_changes_is_told_only_where_it_is_more_than_the_swap() -> None:
    assert "removing them" not in verdict(measured(0.9, 0.9), measured(0.4, 0.4)).sentence
    told = verdict(measured(0.1, 0.5), measured(0.1, 0.4)).sentence
    assert told.startswith("The marks changed little.")
    assert told.endswith(f"; removing them changed {percent(0.5)} and changes {percent(0.4)}.")


def test_a_change_of_two_points_that_may_be_chance_is_called_so() -> None:
    def of_fifty(swap: float) -> Evaluation:
        return Evaluation({}, Reliance(50, swap, 0.0, 0.2))

    assert "may be chance" in verdict(of_fifty(0.5), of_fifty(0.48)).sentence
    assert "may be chance" not in verdict(of_fifty(0.5), of_fifty(0.5)).sentence
    assert "may be chance" not in verdict(of_fifty(0.5), of_fifty(0.1)).sentence


@pytest.mark.parametrize(("number", "is_told"), [(29, True), (30, False)])
def test_fewer_than_thirty_sentences_are_told(number: int, is_told: bool) -> None:
    few = Evaluation({}, Reliance(number, 0.9, 0.0, 0.2))
    assert ("measured on only" in verdict(few, few).sentence) == is_told


def test_one_percent_is_not_under_one_percent() -> None:
    told = verdict(measured(0.9), measured(0.01)).sentence
    assert told.startswith("The model hardly relies on the struck words any more.")
    assert f"changes {percent(0.01)} now" in told
    assert f"changes {percent(0.0)} now" in verdict(measured(0.9), measured(0.0)).sentence


def test_other_programs_get_a_verdict_under_these_names() -> None:
    told = verdict_values(verdict(of_labels(0.9, good=95), of_labels(0.0, good=65)))
    assert list(told) == ["kind", "title", "sentence", "sections", "worst_label"]
    assert (told["kind"], told["title"]) == ("made_worse", "Made worse")
    assert told["sections"]["Keep in mind"]
    assert told["worst_label"]["label"] == "good"


def test_of_several_splits_where_nothing_was_learned_the_best_is_named() -> None:
    skill = {"poor": -0.4, "better": 0.05}
    guessing = Evaluation({"poor": 0.6, "better": 0.7}, None, skill)
    assert f"On “better” it is right in {percent(0.7)}" in verdict(guessing, guessing).sentence


def test_sentences_with_two_labels_are_told_in_the_verdict() -> None:
    clean = measured(swap=0.9, removal=0.5)
    after = replace(measured(swap=0.0, removal=0.0), num_contradicted=4)
    assert any(
        "4 sentences stand in your file with another label" in n
        for n in verdict(clean, after).notes
    )
    assert not any("another label" in note for note in verdict(clean, clean).notes)


@pytest.mark.parametrize(
    ("before", "after", "number", "kind"),
    [
        (0.13, 0.0, 30, "too_few_to_tell"),
        (0.13, 0.0, 300, "cured"),
        (0.5, 0.3, 20, "too_few_to_tell"),
        (0.5, 0.3, 200, "partly"),
    ],
)
def test_a_fall_of_the_reliance_within_chance_is_neither_a_cure_nor_a_part_of_one(
    before: float, after: float, number: int, kind: VerdictKind
) -> None:
    told = verdict(*(Evaluation({}, Reliance(number, x, 0.0, 0.2)) for x in (before, after)))
    assert told.kind == kind
    assert ("the difference may be chance" in told.sentence) == (kind == "too_few_to_tell")


def test_a_cure_may_show_in_the_removal_alone() -> None:
    before, after = Reliance(200, 0.03, 0.3, 0.2), Reliance(200, 0.01, 0.02, 0.2)
    assert verdict(Evaluation({}, before), Evaluation({}, after)).kind == "cured"


@pytest.mark.parametrize(("number", "kind"), [(10, "cured"), (1000, "made_worse")])
def test_a_fall_of_accuracy_within_chance_is_no_damage(number: int, kind: VerdictKind) -> None:
    def right(share: float, swap: float) -> Evaluation:
        by_label = {"test": {"good": (round(share * number), number)}}
        return Evaluation({"test": share}, Reliance(MANY, swap, 0.0, 0.2), by_label=by_label)

    assert verdict(right(0.9, 0.9), right(0.7, 0.0)).kind == kind
