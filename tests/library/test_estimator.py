"""The estimator does what scikit-learn asks of a classifier of texts."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator

import rrr
from tests.library.conftest import WORDS, reviews
from tests.library.on_tables import OnTables

TEXTS, LABELS = reviews()


def test_it_learns_and_no_longer_relies_on_the_irrelevant_words(fitted: Any) -> None:
    assert fitted.score(TEXTS, LABELS) > 0.9
    assert fitted.classes_.tolist() == ["bad", "good"]
    reliance = rrr.measure_reliance(fitted, TEXTS, WORDS, LABELS)
    assert reliance.num_examples == len(TEXTS)
    assert reliance.swap_flip_rate < 0.05
    assert reliance.neutral_accuracy > 0.9


def test_a_pickle_predicts_the_same_and_holds_nothing_of_keras(fitted: Any) -> None:
    pickled = pickle.dumps(fitted)
    assert b"ckeras" not in pickled
    assert b"keras.src" not in pickled.replace(b'"module": "keras.src', b"")
    again = pickle.loads(pickled)
    np.testing.assert_allclose(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS), atol=1e-6)
    assert again.predict(TEXTS[:2]).tolist() == fitted.predict(TEXTS[:2]).tolist()


def test_what_is_saved_is_loaded_as_a_model_of_texts(fitted: Any, tmp_path: Path) -> None:
    fitted.save(tmp_path / "model")
    loaded = rrr.load(tmp_path / "model")
    assert loaded.predict(TEXTS[:4]) == fitted.predict(TEXTS[:4]).tolist()


def test_labels_keep_their_type() -> None:
    numbers = [int(label == "good") for label in LABELS]
    estimator = rrr.RightReasonsClassifier(
        classifier="average", reason_weight=0.0, embedding_size=8, hidden_size=8, epochs=1
    ).fit(TEXTS, numbers)
    assert estimator.predict(TEXTS).dtype == np.asarray(numbers).dtype


def test_without_irrelevant_words_no_weight_is_searched_for() -> None:
    estimator = rrr.RightReasonsClassifier(
        classifier="average", embedding_size=8, hidden_size=8, epochs=1
    ).fit(TEXTS, LABELS)
    assert estimator.reason_weight_ == 0


def test_the_kind_of_classifier_can_be_left_open() -> None:
    estimator = rrr.RightReasonsClassifier(
        classifier="auto",
        embedding_size=8,
        hidden_size=8,
        epochs=1,
        search_minutes=1e-9,  # the first kind only
    ).fit(TEXTS, LABELS)
    assert estimator.classifier_ == "average"
    assert set(estimator.predict(TEXTS)) <= set(LABELS)
    with pytest.raises(rrr.ConfigError, match="search_minutes must be more than 0, or None"):
        estimator.set_params(search_minutes=0).fit(TEXTS, LABELS)


@pytest.mark.parametrize(
    ("texts", "message"),
    [("one text", "list of texts"), ([["a"], ["b"]], "place 0"), ([1.0, 2.0], "column of strings")],
)
def test_what_is_no_list_of_texts_is_refused(texts: Any, message: str) -> None:
    with pytest.raises(rrr.DataError, match=message):
        rrr.RightReasonsClassifier().fit(texts, ["a", "b"])


def test_an_estimator_that_is_not_fitted_says_so() -> None:
    estimator = rrr.RightReasonsClassifier()
    with pytest.raises(rrr.ConfigError, match="Call fit first"):
        rrr.explain(estimator, TEXTS)
    with pytest.raises(Exception, match="fit"):
        estimator.predict(TEXTS)


def test_scikit_learn_clones_it_and_searches_its_settings(fitted: Any) -> None:
    from sklearn.base import clone
    from sklearn.model_selection import GridSearchCV

    assert clone(fitted).get_params() == fitted.get_params()
    assert not hasattr(clone(fitted), "model_")
    grid = GridSearchCV(clone(fitted), {"learning_rate": [1e-6, 0.03]}, cv=2)
    grid.fit(TEXTS, LABELS, irrelevant=WORDS)
    assert grid.best_params_ == {"learning_rate": 0.03}
    assert rrr.measure_reliance(grid.best_estimator_, TEXTS, WORDS).swap_flip_rate < 0.05


def test_spans_go_with_their_texts_through_cross_validation() -> None:
    from sklearn.model_selection import cross_val_score

    spans = [[(text.index("the ") + 4, len(text) - 1)] for text in TEXTS]
    estimator = rrr.RightReasonsClassifier(
        classifier="average", reason_weight=1.0, embedding_size=8, hidden_size=8, epochs=1
    )
    scores = cross_val_score(
        estimator, TEXTS, LABELS, cv=2, params={"irrelevant": spans}, error_score="raise"
    )
    assert scores.shape == (2,)


OWN_CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_mixin_order",
)
"""scikit-learn's checks that fit nothing; with texts as input it leaves all others out."""


@pytest.mark.parametrize("name", OWN_CHECKS)
def test_it_passes_scikit_learns_own_check(name: str) -> None:
    from sklearn.utils import estimator_checks

    check = getattr(estimator_checks, name)
    check("RightReasonsClassifier", rrr.RightReasonsClassifier())


LEFT_OUT = {
    "check_array_api_input": "it is for arrays of other libraries, texts are in none",
    "check_methods_sample_order_invariance": "it wants more digits than float32 has; on some "
    "processors the last one depends on a row's place in its batch (see the test below)",
}
"""Name of a check -> why it is not tried. None that is tried fails."""

ON_TABLES = OnTables(
    classifier="average", embedding_size=8, hidden_size=8, epochs=4, reason_weight=0.0
)
ALL_CHECKS = [
    (name, check)
    for _, check in estimator_checks_generator(ON_TABLES)
    if (name := check.func.__name__) not in LEFT_OUT
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("check", [pytest.param(check, id=name) for name, check in ALL_CHECKS])
def test_it_passes_every_check_of_scikit_learn_once_numbers_are_made_texts(check: Any) -> None:
    check(ON_TABLES)


def test_a_probability_depends_on_the_order_of_the_texts_in_its_last_digit_at_most() -> None:
    numbers = np.random.default_rng(0)
    texts = [" ".join(numbers.choice(["good", "bad", "so", "film"], 4)) for _ in range(20)]
    labels = ["good" if "good" in text else "bad" if "bad" in text else "none" for text in texts]
    classifier = rrr.RightReasonsClassifier(
        classifier="average", embedding_size=8, hidden_size=8, epochs=4, reason_weight=0.0
    )
    in_order = classifier.fit(texts, labels).predict_proba(texts)
    for _ in range(50):
        order = numbers.permutation(len(texts))
        again = classifier.predict_proba([texts[number] for number in order])
        np.testing.assert_allclose(again, in_order[order], rtol=1e-6)


@pytest.mark.parametrize(("labels", "received"), [(["a", "a"], "one class"), ([], "no class")])
def test_labels_of_one_class_are_refused_in_the_words_of_the_library(
    labels: list[str], received: str
) -> None:
    with pytest.raises(rrr.DataError, match=f"{received}.*Add texts with another label"):
        rrr.RightReasonsClassifier().fit(["x"] * len(labels), labels)
