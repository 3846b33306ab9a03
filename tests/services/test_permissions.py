"""Nobody gets past the services with less than the role a deed needs."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import NotAllowed
from rrr.formats.columns import ColumnChoice
from rrr.records import (
    DEEDS,
    ROLES,
    Person,
    Project,
    Relabelling,
    Role,
    TrainingConfig,
    is_enough,
)
from rrr.services import permissions
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks import answers, labels, rules, snapshots
from rrr.services.marks.fair_words import FairChange
from rrr.services.marks.sweep import Sweep
from rrr.services.people import members
from rrr.services.projects import catalogue, file_import
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from tests.services.verbs import Verb, verbs
from tests.stored_runs import queued

# Why a verb that pages or shell call asks nobody, by its name.
ASKS_NOBODY = {
    "story.visit": "Every visitor has a copy of the demo, in a workspace beside the real one.",
    "demo_loop": "For the shell; it opens the demo, trains and compares with verbs that ask.",
    "projects.backups": "For the shell: who runs it can copy the whole folder.",
    "guidance.insight.is_welcome": "Says whether TensorFlow is wanted; shows nothing of a project.",
    "sharing.leases.names_of": "Names those in claims that `claims_on` gave out.",
    "review.review_queue.is_worth_reviewing": "Says whether a page is offered; asks what they may.",
    "training.ownership.count_workers": "Counts processes; shows nothing of a project.",
    "people.naming": "Who is known is offered before there is a name, without sign-in only.",
}

# The least role of each verb. A new verb belongs here, and asks for it.
LEAST: dict[str, Role] = {}
for _role, _names in {
    "annotator": """
        marks.project_merge.merge_policy sharing.settings.sharing_of sharing.settings.count_overlap
        sharing.team_progress.team_progress
        guidance.corpus_reading.begin guidance.corpus_reading.state guidance.inbox.count
        guidance.inbox.dismiss guidance.inbox.is_of_first_pair guidance.inbox.sentences
        guidance.inbox.take_back guidance.insight.current_run guidance.insight.expected
        guidance.insight.look guidance.next_sentence.choose guidance.next_sentence.state
        guidance.next_sentence.through_all guidance.next_sentence.upcoming
        guidance.next_sentence.wanted guidance.outlook.outlook guidance.questions.questions_about
        guidance.training_words.count_words marks.answers.first_answered
        marks.answers.neighbour marks.answers.progress
        marks.answers.save marks.answers.sentence marks.fair_words.call_fair
        marks.fair_words.call_unfair marks.fair_words.list_judged
        marks.fair_words.struck_all_the_same marks.fair_words.take_back
        marks.fair_words.undo marks.labels.count marks.labels.last_change marks.labels.latest
        marks.labels.seen marks.rules.has_demo_rules marks.rules.list_rules
        marks.project_merge.merge_policy
        marks.rules.overruled
        marks.rules.ruled_words marks.rules.spared_by marks.sentence_search.find_sentences
        marks.striking_advice.advice_of people.members.members_of projects.catalogue.get_project
        sharing.leases.busy sharing.leases.claims_on sharing.leases.hold
        sharing.settings.count_overlap sharing.settings.sharing_of
        sharing.team_progress.team_progress story.guided.step_of
    """,
    "reviewer": """
        comparison.agreement.agreement_soon comparison.leaning.leaning_soon
        comparison.measured_pairs.measured_pair_soon comparison.neighbours.neighbours_soon
        comparison.pairs.explain_pair comparison.pairs.predict_pair comparison.reporting.pair_of
        comparison.reporting.report_of comparison.run_history.difference_soon
        comparison.summary.summary exploration.background_rounds.state guidance.advice.advise
        guidance.heat_steering.measure guidance.label_doubts.label_doubts
        guidance.label_doubts.label_doubts_soon guidance.label_doubts.look_again
        guidance.label_doubts.still_open guidance.questions.is_after_cure
        guidance.questions.looks_good guidance.training_words.ranked_words
        marks.labels.num_changed_since marks.labels.seen_in marks.labels.set_label
        marks.labels.set_labels marks.labels.undo marks.marked_corpus.labelled_texts
        marks.marked_splits.marked_splits marks.marked_splits.marked_splits_soon
        marks.rule_conflicts.conflicts_soon marks.rules.add_rule marks.rules.apply_demo_rules
        marks.rules.remove_rule marks.rules.strike marks.rules.take_back marks.rules.undo
        marks.snapshot_difference.difference
        marks.snapshots.list_snapshots marks.snapshots.merge_used marks.sweep.hits marks.sweep.sweep
        review.adjudicating.decide review.adjudicating.take_back review.review_queue.ids_to_review
        review.review_queue.reviewed_sentences review.team_reading.team_reading
        review.team_reading.team_reading_soon
        story.decisive_words.explain story.decisive_words.read training.models.explain
        training.executors.lacks_worker training.repetition.numbers_that_differ
        training.repetition.what_has_changed training.runs.epochs training.runs.get_run
        training.runs.list_runs training.runs.wait
    """,
    "owner": """
        audit.all_entries audit.count audit.entries audit.people
        sharing.settings.set_people_per_sentence sharing.settings.set_overlap
        comparison.model_download.model_zip comparison.more_seeds.train_with_more_seeds
        exploration.background_rounds.begin exploration.background_rounds.cancel
        marks.labels.merge marks.labels.rename marks.project_merge.choose_merge
        marks.back_to_snapshot.roll_back marks.snapshots.take
        marks.striking_advice.write_advice people.members.put people.members.remove
        projects.file_import.add_sentences projects.catalogue.delete_project
        projects.marks_export.export projects.catalogue.rename_project
        projects.project_files.write_project
        projects.tool_export.has_evidence
        projects.tool_export.write_for_tool training.run_shelf.delete training.run_shelf.rename
        training.run_shelf.restore training.run_shelf.star training.runs.cancel
        training.runs.repeat training.runs.resume training.runs.retry training.runs.settle
        sharing.settings.set_overlap sharing.settings.set_people_per_sentence
        training.runs.start_baseline training.runs.start_pair training.word_vector_files.forget
        training.word_vector_files.keep training.word_vector_files.kept
        training.worker_process.work
    """,
}.items():
    LEAST |= dict.fromkeys(_names.split(), _role)  # type: ignore[arg-type]

# Anybody who was not removed from the workspace.
OF_EVERYBODY = (
    "projects.catalogue.list_projects",
    "projects.demo_project.open_demo",
    "projects.file_import.import_file",
    "projects.project_files.read_project",
)

STRANGER = "stranger"


class Permitted(Exception):
    """A verb has found that it may go on; nothing was done yet."""


class Gate(Workspace):
    """A workspace in which every verb ends as soon as it is permitted."""

    def permitted(self) -> Workspace:
        raise Permitted


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with a project, two runs, a rule, and a person of each role, named as it."""
    workspace = Workspace(Settings(tmp_path_factory.mktemp("roles") / "workspace", "me"))
    lines = [f'{{"text": "a warm film {n}", "label": "{"ab"[n % 2]}"}}' for n in range(20)]
    choice = ColumnChoice("text", "label")
    content = "\n".join(lines).encode()
    project = file_import.import_file(workspace, "Shared", "x.jsonl", content, choice).project
    for number in range(2):
        queued(workspace.database, project.id, f"run {number}", TrainingConfig(), "x", 1, "pair")
    rules.add_rule(workspace, project, "warm")
    snapshots.take(workspace, project)
    for role in reversed(ROLES):
        members.put(workspace, project, Person.named(role), role)
    yield workspace
    workspace.close()


def arguments(verb: Verb, workspace: Workspace, person: str) -> dict[str, Any]:
    """Arguments with which a verb comes as far as asking for permission."""
    project = catalogue.get_project(workspace, 1)
    run = runs.get_run(workspace, 1)
    example = labels.seen(workspace, 1)
    pattern = rule_pattern("word", "warm")
    ids = np.array([1], np.uint32)
    names = ("a", "b")
    by_type: dict[str, Any] = {
        "Project": project,
        "Project | None": project,
        "Run": run,
        "RunPair": RunPair(run, run),
        "Example": example,
        "Iterable[Example]": [example],
        "list[Example]": [example],
        "Sentence": answers.sentence(workspace, 1, person),
        "RulePattern": pattern,
        "Sweep": Sweep(pattern, ids, 1, ids),
        "Sequence[InboxEntry]": [SimpleNamespace(run_id=1, example_id=1)],
        "Relabelling": Relabelling(1, 1, person, datetime.now(UTC), names, names, 1),
        "Person": Person.named("new"),
        "FairChange": FairChange("warm", person, None, None),
    }
    by_name: dict[str, Any] = {
        "annotator": person,
        "person": person,
        "project_id": 1,
        "run_id": 1,
        "example_id": 1,
        "rule_id": 1,
        "snapshot_id": 1,
        "first": 1,
        "start": 0,
        "count": 1,
        "role": "annotator",
        "key": "annotator",
    }
    given = {}
    for name, parameter in list(inspect.signature(verb.function()).parameters.items())[1:]:
        kind = getattr(parameter.annotation, "__name__", parameter.annotation)
        if kind in by_type:
            given[name] = by_type[kind]
        elif name in by_name:
            given[name] = by_name[name]
        elif parameter.default is parameter.empty:
            given[name] = None
    return given


def is_permitted(verb: Verb, workspace: Workspace, person: str) -> bool:
    given = arguments(verb, workspace, person)
    view = copy.copy(workspace.acting_as(Person.named(person), "named"))
    view.__class__ = Gate
    try:
        verb.function()(view, **given)
    except Permitted:
        return True
    except NotAllowed:
        return False
    raise AssertionError(f"{verb} did something before it asked")


def test_every_verb_that_pages_or_shell_call_asks_for_permission_or_says_why_not() -> None:
    silent = {str(verb) for verb in verbs() if verb.is_called and not verb.asks}
    unexcused = {
        name for name in silent if not any(name.startswith(excused) for excused in ASKS_NOBODY)
    }
    assert unexcused == set()
    assert {each for each in ASKS_NOBODY if not any(name.startswith(each) for name in silent)} == (
        set()
    )


def test_every_verb_that_asks_has_its_role_in_the_table() -> None:
    asking = {str(verb) for verb in verbs() if verb.asks}
    assert asking == {*LEAST, *OF_EVERYBODY}


@pytest.mark.parametrize("verb", [each for each in verbs() if str(each) in LEAST], ids=str)
def test_a_verb_is_open_to_its_least_role_and_those_above_and_to_nobody_else(
    shared: Workspace, verb: Verb
) -> None:
    allowed = {person for person in (STRANGER, *ROLES) if is_permitted(verb, shared, person)}
    assert allowed == {role for role in ROLES if is_enough(role, LEAST[str(verb)])}


def test_nobody_acts_or_looks_in_anothers_name_but_reviewers_look(shared: Workspace) -> None:
    for role in ROLES:
        view = shared.acting_as(Person.named(role), "named")
        seen = answers.sentence(shared, 1, "somebody else")
        with pytest.raises(NotAllowed, match="in the name of somebody else"):
            answers.save(view, seen, None)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="see everybody’s marks"):
        answers.sentence(shared.acting_as(Person.named("annotator"), "named"), 1, "somebody else")
    reviewer = shared.acting_as(Person.named("reviewer"), "named")
    assert answers.sentence(reviewer, 1, "somebody else").annotator == "somebody else"


def test_a_project_is_listed_only_to_its_members(shared: Workspace) -> None:
    def listed(person: str) -> list[Project]:
        return catalogue.list_projects(shared.acting_as(Person.named(person), "named"))

    assert [len(listed(person)) for person in (*ROLES, STRANGER)] == [1, 1, 1, 0]


def test_a_deed_says_what_it_is_in_words_that_fit_a_sentence() -> None:
    for deed in DEEDS.values():
        assert deed.words[0].islower()
        assert not deed.words.endswith(".")
    assert permissions.may  # pages ask it
