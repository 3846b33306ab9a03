"""The words of this field in one sentence each: on every page, and in docs/glossary.md."""

from __future__ import annotations

import streamlit as st

GLOSSARY = {
    "Strike, struck word": (
        "You strike a word to say: the model must not use this word. The text itself is not "
        "changed."
    ),
    "Label": "The answer a model has to find for a text, for instance *positive* or *negative*.",
    "Rule": "A word, phrase or pattern that is struck in every sentence, also in ones added later.",
    "Fair reason": (
        "A word or phrase that says why the label is right. You are asked about those the model "
        "relies on; a fair reason stays as it is, and nobody is asked about it again."
    ),
    "Before and after": (
        "The two models of one training: before was trained without your marks, after with them. "
        "Everything else is the same."
    ),
    "Test set": "Sentences the model never learned from. They show how it does on new texts.",
    "Heat, heatmap": (
        "Colour on the words a model relies on. The stronger the colour, the more the word counts. "
        "A heatmap alone can mislead, so we also swap and remove words."
    ),
    "Relies on a word": (
        "The answer changes when the word is swapped or removed. This is measured by doing it, and "
        "does not need a heatmap."
    ),
    "Swapping changes the prediction": (
        "Of 100 sentences with a struck word, how many get another answer when the word is swapped "
        "for a struck word of another label."
    ),
    "λ (lambda)": (
        "How strongly your marks count in the training. The app tries several strengths and keeps "
        "the one that ends the reliance and leaves the accuracy intact."
    ),
    "Penalty": (
        "What a model pays in the training for relying on a struck word. λ says how much it pays."
    ),
    "Saliency": (
        "A number per word: how much the model's answer hangs on it. Heatmaps show saliency. There "
        "are several ways to compute it."
    ),
    "Input gradient": (
        "The simplest saliency: how fast the answer changes when the word changes a little."
    ),
    "Relevance mask (Z)": (
        "Your marks as the training sees them: 1 for each word the model may use, 0 for each "
        "struck word."
    ),
    "Baseline": "A model trained without marks, for comparison.",
    "Planted word, decoy": (
        "A word added to an example corpus on purpose. It agrees with the label and has nothing to "
        "do with it. Planted words show whether a model cheats."
    ),
    "Interval": (
        "The range in which the true value probably lies (95 of 100 times). Few sentences give a "
        "wide interval."
    ),
    "Seed": (
        "The number that fixes everything random in a training. The same seed on the same machine "
        "gives the same model."
    ),
}
"""Term -> what it means, in Markdown."""


def glossary() -> None:
    """A “?” that opens the list of terms."""
    with st.popover("What the words mean", icon=":material/help:", type="tertiary"):
        st.markdown("\n\n".join(f"**{term}.** {meaning}" for term, meaning in GLOSSARY.items()))
