"""What people strike: by hand, by rule, and as it was when a training began."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from rrr.store.schema import JSON, Integer, Text, UtcTime, corpus_tables, metadata

annotations = Table(
    "annotations",
    metadata,
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("annotator", Text, nullable=False),
    # Both repeated from the example, so that progress is counted within one index.
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("split", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("marked", JSON, nullable=False),
    Column("cleared", JSON, nullable=False),
    Column("tokenizer", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("accepted", JSON, nullable=False, server_default="[]"),
    Column("steps", JSON, nullable=False, server_default="{}"),
    Column("exposure", JSON),
    # The tab that made this revision, and which of its messages did.
    Column("client", Text, nullable=False, server_default=""),
    Column("sequence", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("example_id", "annotator"),
    Index("annotations_of_project", "project_id", "annotator", "split", "status"),
    Index("annotations_by_status", "project_id", "status", "updated_at"),
    Index("annotations_by_time", "project_id", "annotator", "updated_at"),
    Index("annotations_by_example", "project_id", "annotator", "example_id"),
)

# How many answers of each kind there are, kept up with each save: progress is read, not counted.
answer_counts = Table(
    "answer_counts",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("annotator", Text, nullable=False),
    Column("split", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("project_id", "annotator", "split", "status"),
)

rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("kind", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    Column("num_sentences", Integer),
    Column("created_at", UtcTime, nullable=False),
    Column("person", Text),  # key of whoever made it; None for rules of files and older versions
    UniqueConstraint("project_id", "kind", "pattern"),
    sqlite_autoincrement=True,
)

# Sentences that a rule spares. They say nothing about whether the sentence was reviewed.
rule_exceptions = Table(
    "rule_exceptions",
    metadata,
    Column("rule_id", ForeignKey("rules.id", ondelete="CASCADE"), nullable=False),
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), nullable=False
    ),
    PrimaryKeyConstraint("rule_id", "example_id"),
    Index("exceptions_of_example", "example_id"),
    sqlite_with_rowid=False,
)

# Whether a word or a phrase (words with a space between) is a fair reason: what each one says.
fair_answers = Table(
    "fair_answers",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("word", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("is_fair", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("project_id", "word", "annotator"),
    sqlite_with_rowid=False,
)

# What an owner tells the people who strike words in a project, in place of the usual card.
striking_advice = Table(
    "striking_advice",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), primary_key=True
    ),
    Column("text", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Evidence for the label that came with an example, as indices of tokens: the opposite of a mark.
rationales = Table(
    "rationales",
    metadata,
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), primary_key=True
    ),
    Column("tokens", JSON, nullable=False),
    Column("tokenizer", Text, nullable=False),
)

# How the file of another tool had divided an example, and what was highlighted there: offsets in
# code points, [start, end] and [start, end, label]. Kept to be given back.
given_tokens = Table(
    "given_tokens",
    metadata,
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), primary_key=True
    ),
    Column("tokens", JSON, nullable=False),
    Column("spans", JSON, nullable=False),
)

# The marks as they were when a training began, kept once however many runs used them: what was
# struck by whom, and the answers and rules it came from. `content` is compressed JSON
# (`rrr.store.snapshot_queries`); the numbers beside it are for lists.
snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("created_at", UtcTime, nullable=False),
    Column("marks_hash", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    Column("tokenizer_hash", Text, nullable=False),
    Column("state_hash", Text, nullable=False),  # of all that `content` holds
    Column("last_example_id", Integer, nullable=False),  # sentences added later are not in it
    Column("last_relabelling_id", Integer, nullable=False, server_default="0"),  # of its labels
    Column("merge", Text),  # how marks of several people became one mask; NULL: nobody shared
    Column("num_rules", Integer, nullable=False),
    Column("num_reviewed", Integer, nullable=False),
    Column("num_marked_tokens", Integer, nullable=False),
    Column("num_marked_sentences", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("project_id", "state_hash"),
    sqlite_autoincrement=True,
)

queue_orders = Table(
    "queue_orders",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("annotator", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    PrimaryKeyConstraint("project_id", "annotator"),
)
