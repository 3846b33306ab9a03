from __future__ import annotations

from streamlit.testing.v1 import AppTest

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import NewExample, Person, Project, TrainingConfig
from rrr.services.marks import marked_corpus, rules, snapshots
from rrr.services.people import members
from rrr.services.projects import catalogue
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import importing
from rrr.ui import tab_state
from rrr.ui.history import history_state
from tests.answering import answer


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "history.py"), default_timeout=60).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.error, *at.success]
    return "\n".join(
        [*(element.value for element in elements), *(h.proto.body for h in at.get("html"))]
    )


def strike(workspace: Workspace, project: Project, word: str) -> None:
    rules.strike(workspace, project, rule_pattern("word", word))


def struck(workspace: Workspace, project: Project) -> int:
    return sum(map(len, marked_corpus.labelled_texts(workspace, project)["train"].marked))


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    assert "There is no project yet" in said(page())


def test_before_anything_was_trained_the_marks_can_be_kept(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    assert "No model has been trained with your marks yet" in said(at)
    strike(fresh_workspace, small_project, "odeon")
    at.button(key="keep marks").click().run()
    assert "**30 words**" not in said(at)  # nothing has changed since
    assert "30 words struck" in said(at)
    assert "The marks are the same" in said(at)


def test_what_was_pressed_for_a_project_that_is_gone_is_done_to_no_other(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rows = [NewExample("at the odeon", "ab"[n % 2], ("train", "test")[n > 1]) for n in range(4)]
    gone = importing.add(fresh_workspace.database, "gone", ("a", "b"), rows)
    strike(fresh_workspace, small_project, "odeon")
    at = page()
    at.session_state[tab_state.OF_PROJECT + "begun"] = "in it"
    assert at.query_params["project"] == str(gone.id)
    catalogue.delete_project(fresh_workspace, gone.id)
    at.button(key="keep marks").click().run()
    assert not at.exception
    assert snapshots.list_snapshots(fresh_workspace, small_project.id) == []
    assert "The project that was open here is gone" in "\n".join(i.value for i in at.info)
    assert at.query_params["project"] == str(small_project.id)
    assert tab_state.OF_PROJECT + "begun" not in at.session_state


def test_changes_are_told_by_rule_word_and_sentence(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    strike(fresh_workspace, small_project, "odeon")
    snapshots.take(fresh_workspace, small_project)
    rules.take_back(fresh_workspace, small_project, rule_pattern("word", "odeon"))
    strike(fresh_workspace, small_project, "rialto")
    at = page()
    output = said(at)
    assert "New rule: rialto" in output
    assert "Gone rule: odeon" in output
    assert "<del>Odeon</del>" in output
    assert {"odeon", "rialto"} <= set(at.dataframe[0].value["word"])


def test_texts_and_rules_are_shown_inertly(fresh_workspace: Workspace) -> None:
    rows = [NewExample(f"<b>x</b> **odeon** {n}", "ab"[n % 2], "train") for n in range(4)]
    project = importing.add(fresh_workspace.database, "hostile", ("a", "b"), rows)
    snapshots.take(fresh_workspace, project)
    rules.strike(fresh_workspace, project, rule_pattern("regex", "<b>.*odeon"))
    output = said(page())
    assert "<ins>odeon</ins>" in output
    assert "<b>" not in output.replace("<b>.*odeon", "")
    assert "\\*odeon" in output


def test_going_back_is_told_and_undone(fresh_workspace: Workspace, small_project: Project) -> None:
    strike(fresh_workspace, small_project, "odeon")
    first = snapshots.take(fresh_workspace, small_project)
    strike(fresh_workspace, small_project, "rialto")
    at = page()
    at.button(key=f"go back to snapshot {first.id}").click().run()
    assert struck(fresh_workspace, small_project) == 30
    assert "1 rule changed" in said(at)
    at.button(key="undo going back").click().run()
    assert struck(fresh_workspace, small_project) == 60
    assert "rule changed" not in said(at)


def test_measurements_are_drawn_and_told_and_a_snapshot_is_trained_again(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    strike(fresh_workspace, small_project, "odeon")
    _, marked = runs.start_pair(fresh_workspace, small_project.id, small_config)
    assert runs.wait(fresh_workspace, marked.id).status == "finished"
    rules.take_back(fresh_workspace, small_project, rule_pattern("word", "odeon"))
    at = page()
    output = said(at).replace("\\", "").replace("\u2060", "")  # as it reads
    assert "Right predictions: test" in output
    assert "Predictions that change when struck words are: swapped" in output
    at.button(key=f"train with snapshot {marked.snapshot_id}").click().run()
    again = runs.list_runs(fresh_workspace, small_project.id)[0]
    assert again.id > marked.id
    assert again.snapshot_id == marked.snapshot_id
    assert again.num_marked_tokens == 30


def test_an_owner_reads_who_did_what_and_others_do_not_see_it(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    answer(fresh_workspace, 1, "tester", "nothing_irrelevant")
    at = page()
    assert "Who did what" in [expander.label for expander in at.expander]
    at.session_state[history_state.AUDIT] = True
    at.run()
    (table,) = at.dataframe
    assert list(table.value["what"]) == ["answer", "import"]
    assert table.value["details"][0] == "example 1, status nothing irrelevant, revision 1"
    members.put(fresh_workspace, small_project, Person.named("Ada"), "owner")
    members.put(fresh_workspace, small_project, Person.named("tester"), "reviewer")
    assert "Who did what" not in [expander.label for expander in page().expander]
