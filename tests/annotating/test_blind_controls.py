from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.blind_controls import is_blind


def test_about_the_wanted_share_of_sentences_is_blind() -> None:
    number = sum(is_blind(1, "ann", example, 0.1) for example in range(10_000))
    assert 900 < number < 1_100  # three standard deviations are 90


def test_a_control_stays_one_from_version_to_version() -> None:
    blind = [number for number in range(60) if is_blind(1, "ann", number, 0.1)]
    assert blind == [5, 10, 14, 18, 32, 54, 55]


def test_controls_differ_from_person_to_person_and_project_to_project() -> None:
    def blind(project: int, annotator: str) -> set[int]:
        return {n for n in range(2_000) if is_blind(project, annotator, n, 0.1)}

    mine = blind(1, "ann")
    for others in (blind(1, "bob"), blind(2, "ann")):
        assert len(mine & others) < 60  # by chance 20


@given(st.integers(0), st.text(), st.integers(0), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_only_adds_controls(
    project: int, annotator: str, example: int, a: float, b: float
) -> None:
    if is_blind(project, annotator, example, min(a, b)):
        assert is_blind(project, annotator, example, max(a, b))
    assert not is_blind(project, annotator, example, 0.0)
    assert is_blind(project, annotator, example, 1.0)
