"""Who works here, who may do what, who is at which sentence, what was decided, and who did what.

A person is known by a key: the name they gave, or, with sign-in, the address that was confirmed.
`annotator` in other tables is that key.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, PrimaryKeyConstraint, Table

from rrr.store.schema import JSON, Integer, Text, UtcTime, corpus_tables, metadata

people = Table(
    "people",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),  # as it is shown
    Column("created_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),  # may do nothing since then; what they did stays theirs
)

# Who takes part in a project, and as what: "annotator", "reviewer" or "owner".
members = Table(
    "members",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("project_id", "person"),
    Index("members_by_person", "person"),
    sqlite_with_rowid=False,
)

# How a project shares its sentences out and puts several people's marks together. A project
# without a row goes by the usual values.
project_teams = Table(
    "project_teams",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), primary_key=True
    ),
    # How many people answer a sentence of the overlap; of the others, one.
    Column("people_per_sentence", Integer, nullable=False),
    Column("overlap", Float, nullable=False),  # share of the training sentences, 0 to 1
    Column("merge", Text, nullable=False),  # how marks of several people become one mask
)

# Who has which sentence before them. A lease that has run out binds nobody.
leases = Table(
    "leases",
    metadata,
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("person", Text, nullable=False),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("expires_at", UtcTime, nullable=False),
    PrimaryKeyConstraint("example_id", "person"),
    Index("leases_of_person", "project_id", "person"),
    Index("leases_by_time", "project_id", "expires_at"),
    sqlite_with_rowid=False,
)

# How far a project's people are together, kept up with each save (`rrr.store.team_counts` names the
# counts). `person` is "" where a count is of nobody in particular.
team_counts = Table(
    "team_counts",
    metadata,
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("project_id", "person", "name"),
    sqlite_with_rowid=False,
)

# What a reviewer decided about a sentence on which people differ, or agree: it counts before all.
adjudications = Table(
    "adjudications",
    metadata,
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("person", Text, nullable=False),
    Column("marked", JSON, nullable=False),  # all tokens that are struck, by hand or by rule
    Column("tokenizer", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Index("adjudications_of_project", "project_id"),
)

# Rows are only ever added: triggers refuse anything else. They outlive the project they speak of.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("project_id", Integer),
    Column("project", Text, nullable=False, server_default=""),  # its name at that time
    Column("detail", JSON, nullable=False),  # numbers and names, never a sentence
    Index("audit_of_project", "project_id", "id"),
    Index("audit_of_person", "person", "id"),
    sqlite_autoincrement=True,
)
