from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rrr.formats.columns import ColumnChoice
from rrr.records import Project, Sharing
from rrr.services.marks.project_merge import merge_policy
from rrr.services.projects import catalogue, file_import, marks_export, project_files
from rrr.services.sharing import settings
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import ROOT
from rrr.store import example_queries, rationale_queries
from rrr.ui import tab_state
from rrr.ui.projects import export_buttons
from rrr.ui.projects.column_form import DIVIDE, WHOLE_FILE
from rrr.ui.tab_state import Notice
from tests.answering import answer
from tests.formats import made_files

CSV = b"body;verdict\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))
HOSTILE = ":red[**bold**] $x$ <b> [link](http://example.org)"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The workspace the page opens by itself."""
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RRR_ANNOTATOR", "tester")
    monkeypatch.setenv("RRR_WARM_UP", "0")
    workspace = open_workspace()
    yield workspace
    workspace.close()


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "projects.py"), default_timeout=60).run()
    assert not at.exception
    return at


def imported(workspace: Workspace, name: str) -> Project:
    return file_import.import_file(
        workspace, name, "x.csv", CSV, ColumnChoice("body", "verdict")
    ).project


def upload(at: AppTest, name: str, content: bytes) -> AppTest:
    at.file_uploader[0].set_value((name, content, "text/plain")).run()
    assert not at.exception
    return at


def by_label(widgets: Any, label: str) -> Any:
    (match,) = [widget for widget in widgets if widget.label == label]
    return match


def test_one_click_opens_the_demo(workspace: Workspace) -> None:
    at = page()
    at.button(key="open demo").click().run()
    assert not at.exception
    (demo,) = catalogue.list_projects(workspace)
    assert demo.is_demo
    assert at.query_params["project"] == str(demo.id)
    assert "open demo" not in {button.key for button in at.button}


def test_a_project_is_shown_with_its_sizes_and_progress(workspace: Workspace) -> None:
    imported(workspace, "mine")
    at = page()
    assert "mine" in [heading.value for heading in at.subheader]
    assert any("40 sentences · train 28 · validation 6" in caption.value for caption in at.caption)
    assert any("labels: a, b" in caption.value for caption in at.caption)


def test_another_project_is_opened_by_its_button(workspace: Workspace) -> None:
    first, second = imported(workspace, "first"), imported(workspace, "second")
    at = page()
    assert at.query_params["project"] == str(second.id)
    at.button(key=f"open {first.id}").click().run()
    assert at.query_params["project"] == str(first.id)
    assert f"open {second.id}" in {button.key for button in at.button}


def test_a_project_is_renamed(workspace: Workspace) -> None:
    project = imported(workspace, "old")
    at = page()
    by_label(at.text_input, "New name").set_value("new")
    at.button(key=f"rename now {project.id}").click().run()
    assert not at.exception
    assert [project.name for project in catalogue.list_projects(workspace)] == ["new"]


def test_a_name_that_is_taken_is_refused_and_the_page_stands(workspace: Workspace) -> None:
    project = imported(workspace, "old")
    imported(workspace, "taken")
    at = page()
    at.text_input(key=f"new name {project.id} old").set_value("taken")
    at.button(key=f"rename now {project.id}").click().run()
    assert "already a project" in at.error[0].value
    assert at.file_uploader
    assert catalogue.get_project(workspace, project.id).name == "old"


def test_a_project_is_deleted_only_by_the_second_click(workspace: Workspace) -> None:
    kept, gone = imported(workspace, "kept"), imported(workspace, "gone")
    at = page()
    assert catalogue.list_projects(workspace) == [gone, kept]
    at.button(key=f"delete {gone.id}").click().run()
    assert not at.exception
    assert at.session_state[tab_state._NOTICES] == [Notice("Deleted “gone”.")]
    assert catalogue.list_projects(workspace) == [kept]
    assert at.query_params["project"] == str(kept.id)


def test_the_labels_of_a_chosen_column_are_counted_and_no_label_is_taken_silently(
    workspace: Workspace,
) -> None:
    rows = (
        f"my ticket number {n},{'email' if n % 3 else 'phone'},{'billing' if n % 2 else 'praise'}"
        for n in range(40)
    )
    at = upload(page(), "tickets.csv", "\n".join(("words,channel,desk", *rows)).encode())
    assert "Which column is the label?" in at.warning[0].value
    assert "channel, desk" in at.warning[0].value
    assert at.button(key="import").disabled
    by_label(at.selectbox, "Label column").set_value("channel").run()
    assert any("email 26, phone 14" in caption.value for caption in at.caption)
    by_label(at.selectbox, "Label column").set_value("desk").run()
    assert any("billing 20, praise 20" in caption.value for caption in at.caption)
    at.button(key="import").click().run()
    assert not at.exception
    assert catalogue.list_projects(workspace)[0].labels == ("billing", "praise")


def test_a_file_is_previewed_and_imported_with_the_suggested_columns(
    workspace: Workspace,
) -> None:
    at = upload(page(), "my reviews.csv", CSV)
    assert list(at.dataframe[0].value.columns) == ["body", "verdict"]
    assert len(at.dataframe[0].value) == 20
    assert by_label(at.selectbox, "Text column").value == "body"
    assert by_label(at.selectbox, "Label column").value == "verdict"
    assert catalogue.list_projects(workspace) == []
    at.button(key="import").click().run()
    assert not at.exception
    (made,) = catalogue.list_projects(workspace)
    assert (made.name, made.num_examples) == ("my reviews", 40)
    assert "import" not in {button.key for button in at.button}  # the upload field is empty again


def test_other_columns_than_the_suggested_can_be_chosen(workspace: Workspace) -> None:
    lines = [
        b'{"text": "t%d", "label": "a", "mood": "%c", "set": "%s"}'
        % (n, 97 + n % 2, b"test" if n < 9 else b"train")
        for n in range(20)
    ]
    at = upload(page(), "x.jsonl", b"\n".join(lines))
    assert "“label” seems to be the label, but cannot be used" in at.warning[0].value
    by_label(at.selectbox, "Label column").select("mood").run()
    by_label(at.selectbox, "Split column (optional)").select_index(0)
    at.button(key="import").click().run()
    (made,) = catalogue.list_projects(workspace)
    assert made.labels == ("a", "b")
    assert made.split_sizes == {"train": 14, "validation": 3, "test": 3}


def test_a_split_column_with_a_fault_is_told_before_chance_divides_the_rows(
    workspace: Workspace,
) -> None:
    rows = [f"text {n},{'ab'[n % 2]},{'train' if n % 3 else 'test'}" for n in range(40)]
    at = upload(page(), "x.csv", "\n".join(["text,label,split", *rows, "text 40,a,"]).encode())
    assert "row 42: the split is empty" in at.warning[0].value.replace("\\", "")
    assert "chance divides the rows" in at.warning[0].value
    by_label(at.selectbox, "Split column (optional)").set_value(2).run()
    assert not at.warning


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"text,label\na,b,c\n", "row 2"),
        ("x.jsonl", b'{"text": "a", "label": "b"}\n{"text"', "line 2"),
        ("x.csv", "é,a\n".encode() + b"\xff", "UTF"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_stores_nothing(
    workspace: Workspace, name: str, content: bytes, message: str
) -> None:
    at = upload(page(), name, content)
    assert message in at.error[0].value.replace("\\", "")
    assert "import" not in {button.key for button in at.button}
    assert catalogue.list_projects(workspace) == []


def test_an_import_that_fails_keeps_the_file_for_another_try(workspace: Workspace) -> None:
    imported(workspace, "x")
    at = upload(page(), "x.csv", CSV)
    at.button(key="import").click().run()
    assert "already a project" in at.error[0].value
    by_label(at.text_input, "Name of the project").set_value("y")
    at.button(key="import").click().run()
    assert [project.name for project in catalogue.list_projects(workspace)] == ["y", "x"]


def test_names_and_labels_are_shown_as_they_are_and_never_as_markdown(
    workspace: Workspace,
) -> None:
    content = f"text,label\n{HOSTILE},{HOSTILE}\nb,b\nc,{HOSTILE}\nd,b\n".encode()
    file_import.import_file(workspace, HOSTILE, "x.csv", content, ColumnChoice("text", "label"))
    at = page()
    drawn = [element.value for element in (*at.subheader, *at.caption, *at.markdown)]
    assert any("bold" in text for text in drawn)
    assert not any(":red[" in text or "](http" in text or "$x$" in text for text in drawn)


def test_inside_the_app_a_link_leads_to_annotating(workspace: Workspace) -> None:
    imported(workspace, "mine")
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page("pages/projects.py").run()
    assert not at.exception
    assert "mine" in [text.value for text in at.sidebar.text]
    assert "Annotate" in [link.proto.label for link in at.get("page_link")]


def test_a_file_can_be_added_to_a_project(workspace: Workspace) -> None:
    old = imported(workspace, "old")
    at = upload(page(), "more.csv", CSV)
    at.selectbox(key="import into").set_value(old.id).run()
    assert not any(field.label == "Name of the project" for field in at.text_input)
    at.button(key="import").click().run()
    assert not at.exception
    (larger,) = catalogue.list_projects(workspace)
    assert (larger.id, larger.num_examples) == (old.id, old.num_examples + 40)


WESTERN = ("text;label\n" + "".join(f"schön {n};{'ab'[n % 2]}\n" for n in range(30))).encode(
    "cp1252"
)


def test_the_encoding_is_found_shown_and_can_be_chosen(workspace: Workspace) -> None:
    at = upload(page(), "western.csv", WESTERN)
    assert by_label(at.selectbox, "Encoding").value == "cp1252"
    assert any("“schön”" in caption.value for caption in at.caption)
    by_label(at.selectbox, "Encoding").set_value("cp1251").run()
    assert at.dataframe[0].value["text"][0] == "schцn 0"
    by_label(at.selectbox, "Encoding").set_value("cp1252").run()
    at.button(key="import").click().run()
    (made,) = catalogue.list_projects(workspace)
    assert "schön 0" in next(iter(marks_export.export(workspace, made)))


def test_it_is_asked_whether_row_1_is_a_header(workspace: Workspace) -> None:
    at = upload(page(), "x.csv", CSV)
    assert by_label(at.checkbox, "Row 1 holds the names of the columns").value is True
    by_label(at.checkbox, "Row 1 holds the names of the columns").uncheck().run()
    assert list(at.dataframe[0].value.columns) == ["column 1", "column 2"]
    at = upload(page(), "x.csv", CSV.split(b"\n", 1)[1])
    assert by_label(at.checkbox, "Row 1 holds the names of the columns").value is False


@pytest.mark.parametrize(
    ("option", "size"), [("Leave these rows out", 40), ("Cut these texts", 41)]
)
def test_it_is_asked_what_becomes_of_long_texts(
    workspace: Workspace, option: str, size: int
) -> None:
    at = upload(page(), "x.csv", CSV + b"word " * 5_000 + b";a\n")
    (radio,) = at.radio
    assert "1 text is longer than 20,000 characters (row 42)" in radio.label
    at.button(key="import").click().run()
    assert "row 42: the text is 25,000" in at.error[0].value.replace("\\", "")
    at.radio[0].set_value({"Leave these rows out": "skip", "Cut these texts": "cut"}[option])
    at.button(key="import").click().run()
    assert not at.exception
    (made,) = catalogue.list_projects(workspace)
    assert made.num_examples == size


def test_it_is_asked_whether_broken_rows_are_left_out(workspace: Workspace) -> None:
    at = upload(page(), "x.csv", CSV + b"one; two;a\n")
    assert "row 42: 3 cells, but row 1 has 2" in at.warning[-1].value.replace("\\", "")
    leave_out = by_label(at.checkbox, "1 row is broken (row 42). Leave out what is broken")
    assert not leave_out.value
    at.button(key="import").click().run()
    assert "row 42: 3 cells" in at.error[0].value.replace("\\", "")
    assert not catalogue.list_projects(workspace)
    by_label(at.checkbox, "1 row is broken (row 42). Leave out what is broken").check()
    at.button(key="import").click().run()
    assert not at.exception
    (made,) = catalogue.list_projects(workspace)
    assert made.num_examples == 40
    # Many broken rows say that the file is something else than was thought.
    at = upload(page(), "x.csv", CSV + b"one; two;a\n" * 5)
    assert "row 42: 3 cells" in at.error[0].value.replace("\\", "")
    assert not any("Leave out" in checkbox.label for checkbox in at.checkbox)


def test_it_is_asked_what_words_outside_evidence_mean(workspace: Workspace) -> None:
    at = upload(page(), "x.jsonl", made_files.PRODIGY)
    assert by_label(at.selectbox, "Format").options == ["Prodigy (JSON Lines)", "JSON Lines"]
    (radio,) = at.radio
    assert radio.label.startswith("1 text has evidence for the label highlighted.")
    assert radio.value is None
    at.button(key="import").click().run()
    assert "evidence for the label is highlighted" in at.error[0].value
    at.radio[0].set_value("nothing")
    at.button(key="import").click().run()
    assert not at.exception
    (made,) = catalogue.list_projects(workspace)
    assert len(rationale_queries.of_project(workspace.database, made.id)) == 1


def test_a_damaged_file_can_be_read_with_another_encoding(workspace: Workspace) -> None:
    at = upload(page(), "x.csv", CSV + "é;a\n".encode() + b"\xe9;b\n")
    assert "line 43: not UTF" in at.error[0].value.replace("\\", "")
    by_label(at.selectbox, "Encoding").set_value("cp1252").run()
    assert not at.error
    assert "import" in {button.key for button in at.button}


def test_labels_are_counted_renamed_merged_after_a_warning_and_undone(
    workspace: Workspace,
) -> None:
    csv = b"body;verdict\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 3) for n in range(60))
    choice = ColumnChoice("body", "verdict")
    project = file_import.import_file(workspace, "Letters", "x.csv", csv, choice).project

    def known() -> tuple[str, ...]:
        return catalogue.get_project(workspace, project.id).labels

    at = page()
    at.session_state[f"labels {project.id}"] = True  # open
    at.run()
    assert "a 20 · b 20 · c 20" in [markdown.value for markdown in at.markdown]
    by_label(at.text_input, "Its new name").set_value("<b>x</b>").run()
    at.button(key=f"rename label {project.id}").click().run()
    assert known() == ("<b>x</b>", "b", "c")
    by_label(at.selectbox, "Label").set_value("b").run()
    by_label(at.selectbox, "Or merge it into").set_value("c").run()
    assert any("will be gone" in markdown.value for markdown in at.markdown)
    at.button(key=f"merge label {project.id}").click().run()
    assert known() == ("<b>x</b>", "c")
    assert "Or merge it into" not in {box.label for box in at.selectbox}  # two are needed
    at.button(key="undo label change").click().run()
    assert not at.exception
    assert known() == ("<b>x</b>", "b", "c")


def test_the_export_on_the_card_is_that_of_the_shell(workspace: Workspace) -> None:
    project = imported(workspace, "My “new” reviews/")
    at = page()
    (button,) = [
        button for button in at.get("download_button") if button.proto.label == "Export marks"
    ]
    assert button.proto.id.endswith(f"export {project.id}")
    assert catalogue.file_stem(project) == "My-new-reviews"


def test_the_marks_are_exported_in_the_chosen_format_of_another_tool(workspace: Workspace) -> None:
    project = imported(workspace, "mine")
    at = page()
    formats = by_label(at.selectbox, "Format of the exported marks")
    tools = ["Prodigy", "doccano", "Label Studio", "Argilla records", "ERASER", "HateXplain"]
    assert formats.options == ["Right Reasons", *tools]
    formats.set_value("prodigy").run()
    assert not at.exception
    (button,) = [each for each in at.get("download_button") if each.proto.label == "Export marks"]
    assert not button.proto.disabled
    first = json.loads(export_buttons.marks_file(workspace, project, "prodigy").splitlines()[0])
    assert (first["text"], first["label"]) == ("text 0", "a")
    by_label(at.selectbox, "Format of the exported marks").set_value("eraser").run()
    (button,) = [each for each in at.get("download_button") if each.proto.label == "Export marks"]
    assert button.proto.disabled  # nobody gave evidence
    assert "ERASER’s files hold evidence" in button.proto.help
    by_label(at.selectbox, "Format of the exported marks").set_value("hatexplain").run()
    (button,) = [each for each in at.get("download_button") if each.proto.label == "Export marks"]
    assert not button.proto.disabled
    assert "no place for struck words" in button.proto.help
    assert "IRRELEVANT" not in button.proto.help


def test_a_whole_file_goes_into_one_split_of_a_project_that_is_there(workspace: Workspace) -> None:
    project = imported(workspace, "mine")
    held_out = b"body;verdict\n" + b"".join(b"new %d;%c\n" % (n, 97 + n % 2) for n in range(6))
    at = upload(page(), "held out.csv", held_out)
    split = by_label(at.selectbox, "Split column (optional)")
    assert split.options == [DIVIDE, "body", "verdict"]  # a new project needs rows of both kinds
    at.selectbox(key="import into").set_value(project.id).run()
    split = by_label(at.selectbox, "Split column (optional)")
    assert split.options == [DIVIDE, *WHOLE_FILE.values(), "body", "verdict"]
    split.set_value("test").run()
    at.button(key="import").click().run()
    assert not at.exception
    (larger,) = catalogue.list_projects(workspace)
    sizes = {**project.split_sizes, "test": project.split_sizes["test"] + 6}
    assert larger.split_sizes == sizes


def test_the_guide_says_what_comes_next_until_it_is_left(workspace: Workspace) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    at.query_params["guide"] = "0"  # begun without a project, then reloaded
    at.switch_page("pages/projects.py").run()
    assert not at.exception
    assert "step 1 of 5" in "".join(markdown.value for markdown in at.markdown)
    imported(workspace, "mine")
    at.run()
    assert "step 2 of 5" in "".join(markdown.value for markdown in at.markdown)
    at.button(key="leave guide").click().run()
    assert "of 5" not in "".join(markdown.value for markdown in at.markdown)
    assert "guide" not in at.query_params


def test_a_whole_project_is_known_by_itself_and_comes_in_under_a_free_name(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    written = io.BytesIO()
    project_files.write_project(fresh_workspace, small_project, written)
    at = upload(page(), "small-project.zip", written.getvalue())
    assert any("“Small”, 100 sentences, 0 runs, written" in c.value for c in at.caption)
    assert "already a project named “Small”" in at.warning[0].value
    assert at.button(key="import project").disabled
    by_label(at.text_input, "Name of the project").set_value("Brought").run()
    at.button(key="import project").click().run()
    assert not at.exception
    newest, _ = catalogue.list_projects(fresh_workspace)
    assert (newest.name, newest.split_sizes) == ("Brought", small_project.split_sizes)
    assert "Imported “Brought” with 100 sentences" in at.session_state[tab_state._NOTICES][0].text


def test_working_together_tells_how_far_all_are_and_what_an_overlap_means(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    ids = [example.id for example in example_queries.stream_of(fresh_workspace.database, 1)]
    answer(fresh_workspace, ids[0], "<b>ann</b>", "marked", [0])
    at = page()
    at.session_state["team 1"] = True
    at.run()
    assert not at.exception
    (table,) = at.table
    assert list(table.value["Left"]) == ["59", "59"]
    assert "Skipped" not in table.value  # nobody has skipped one
    assert at.number_input(key="people per sentence 1").disabled  # no sentence goes to several
    assert "<b>" not in str(table.value["Person"][0])
    at.slider(key="overlap 1").set_value(20).run()
    at.number_input(key="people per sentence 1").set_value(3).run()
    assert not at.exception
    captions = " ".join(caption.value.replace("\\", "") for caption in at.caption)
    number = settings.count_overlap(fresh_workspace, small_project, 0.2)
    assert f"20 % = {number} sentences are answered by 3 people each" in captions
    assert settings.sharing_of(fresh_workspace, small_project) == Sharing(3, 0.2)


def test_an_owner_chooses_how_marks_are_put_together(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    at.session_state["team 1"] = True
    at.run()
    choice = at.selectbox(key="merge of project 1")
    assert choice.value == "majority"
    assert "more than half of the people" in " ".join(caption.value for caption in at.caption)
    choice.set_value("graded").run()
    assert not at.exception
    assert merge_policy(fresh_workspace, small_project) == "graded"
    assert "A word counts less the more people struck it" in " ".join(c.value for c in at.caption)
