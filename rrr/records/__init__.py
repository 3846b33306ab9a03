"""Frozen records that cross layers. They check themselves once, when made; nothing re-checks.

Nothing here knows a database, TensorFlow or Streamlit.
"""

from rrr.records.evaluation import Evaluation, Followed, Reliance
from rrr.records.explanation import (
    DEFAULT_SALIENCY,
    SALIENCY_TITLES,
    Explanation,
    Prediction,
    SaliencyName,
    known_method,
)
from rrr.records.marks import (
    MAX_NOTE_LENGTH,
    REVIEWED_STATUSES,
    Annotation,
    AnnotationStatus,
    Exposure,
    Mark,
    MarkSource,
    Rule,
    RuleKind,
    Sender,
    Step,
    Steps,
)
from rrr.records.measurement import Answers, Measurement, texts_hash
from rrr.records.model_reading import Candidate, InboxEntry, SentenceReading, WordReading
from rrr.records.project import TEST, TRAIN, VALIDATION, Example, NewExample, Project
from rrr.records.run import ACTIVE_STATUSES, Run, RunOrigin, RunStatus
from rrr.records.search import Outcome, Trial, WeightSearch
from rrr.records.search_stage import WITHOUT_MARKS, WORDS_DELETED, SearchStage
from rrr.records.snapshot import (
    HAND,
    SUGGESTION,
    KeptAnswer,
    KeptMarks,
    KeptRule,
    MarksState,
    Snapshot,
    SnapshotContent,
)
from rrr.records.training_config import (
    STARTING_FORMULA,
    ClassifierKind,
    EpochReport,
    LabelledTexts,
    Penalty,
    Target,
    TokenPenalty,
    TrainingConfig,
    checked_reason_weight,
)

__all__ = [
    "ACTIVE_STATUSES",
    "DEFAULT_SALIENCY",
    "HAND",
    "MAX_NOTE_LENGTH",
    "REVIEWED_STATUSES",
    "SALIENCY_TITLES",
    "STARTING_FORMULA",
    "SUGGESTION",
    "TEST",
    "TRAIN",
    "VALIDATION",
    "WITHOUT_MARKS",
    "WORDS_DELETED",
    "Annotation",
    "AnnotationStatus",
    "Answers",
    "Candidate",
    "ClassifierKind",
    "EpochReport",
    "Evaluation",
    "Example",
    "Explanation",
    "Exposure",
    "Followed",
    "InboxEntry",
    "KeptAnswer",
    "KeptMarks",
    "KeptRule",
    "LabelledTexts",
    "Mark",
    "MarkSource",
    "MarksState",
    "Measurement",
    "NewExample",
    "Outcome",
    "Penalty",
    "Prediction",
    "Project",
    "Reliance",
    "Rule",
    "RuleKind",
    "Run",
    "RunOrigin",
    "RunStatus",
    "SaliencyName",
    "SearchStage",
    "Sender",
    "SentenceReading",
    "Snapshot",
    "SnapshotContent",
    "Step",
    "Steps",
    "Target",
    "TokenPenalty",
    "TrainingConfig",
    "Trial",
    "WeightSearch",
    "WordReading",
    "checked_reason_weight",
    "known_method",
    "texts_hash",
]
