"""TF-IDF of words and pairs of words with logistic regression: what a user would try first.

Reads one JSON object `{"train": [texts], "train_labels": […], "test": [texts]}` from its input and
writes `{"labels": […], "probabilities": [[…]]}`. Needs scikit-learn.
"""

from __future__ import annotations

import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline


def main() -> None:
    given = json.load(sys.stdin)
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000),
    )
    model.fit(given["train"], given["train_labels"])
    probabilities = model.predict_proba(given["test"])
    json.dump({"labels": list(model.classes_), "probabilities": probabilities.tolist()}, sys.stdout)


if __name__ == "__main__":
    main()
