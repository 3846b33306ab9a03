"""What two runs differ in besides the marks and λ: then the marks need not be the cause."""

from __future__ import annotations

from dataclasses import fields

from rrr.records import EFFECTS, Run, TrainingConfig
from rrr.services.training.versions import differing

_NAMES = {
    "classifier": "kind of classifier",
    "max_embedding_norm": "bound of the embeddings",
    "start_run": "weights begun with",
}


def differences(before: Run, after: Run) -> list[str]:
    """Everything in which two runs differ, in words: "seed: 0 and 1"."""
    sentences = []
    if have_other_data(before, after):
        sentences.append("sentences or labels trained on")
    if (
        before.tokenizer_hash
        and after.tokenizer_hash
        and before.tokenizer_hash != after.tokenizer_hash
    ):
        sentences.append("division into words")
    for field in fields(TrainingConfig):
        old, new = getattr(before.config, field.name), getattr(after.config, field.name)
        if old != new and (EFFECTS[field.name].baseline or field.name == "start_run"):
            name = _NAMES.get(field.name, field.name.replace("_", " "))
            sentences.append(f"{name}: {_formatted(old)} and {_formatted(new)}")
    if before.versions and after.versions:
        for name in differing(before.versions, after.versions):
            old, new = before.versions.get(name), after.versions.get(name)
            sentences.append(f"{name}: {_formatted(old)} and {_formatted(new)}")
    return sentences


def have_other_marks(before: Run, after: Run) -> bool:
    """Whether the two were trained or measured with different marks."""
    return before.marks_hash != after.marks_hash


def have_other_data(before: Run, after: Run) -> bool:
    """Whether the two are known to have been trained on other sentences, or other labels."""
    return None not in (before.data_hash, after.data_hash) and before.data_hash != after.data_hash


def _formatted(value: object) -> str:
    return "none" if value is None else str(value)
