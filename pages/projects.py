"""Projects: open the demo, import a file, choose what to work on."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.marks import answers
from rrr.services.projects import catalogue, demo_project
from rrr.services.projects.file_import import ImportResult
from rrr.services.projects.import_notes import import_notes
from rrr.ui import session_person, tab_state
from rrr.ui.name_question import name_question
from rrr.ui.page_links import go_to, page_link
from rrr.ui.plain_text import plain
from rrr.ui.progress_line import progress_line
from rrr.ui.projects.export_buttons import export_button, project_button
from rrr.ui.projects.import_form import import_form
from rrr.ui.projects.labels_form import labels_form
from rrr.ui.projects.members_form import members_form
from rrr.ui.projects.merge_choice import merge_choice
from rrr.ui.projects.team_panel import team_progress_table, team_settings
from rrr.ui.refusals import errors_shown, refusal_noted

NUM_LABELS_SHOWN = 6
PAGE_WIDTH = 800  # pixels


def introduction(projects: list[Project]) -> None:
    """Say what this is to who is here for the first time, and offer the demo to who has none."""
    st.title("Projects")
    if not projects:
        st.markdown(
            "Strike the words a classifier must not use. Train it twice, without and with your "
            "marks. See what your marks changed."
        )
    if not any(project.is_demo for project in projects):
        st.caption(
            "The demo: made-up film reviews. A few names in them happen to agree with the "
            "verdict. A classifier learns these names; your marks cure it."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            opened = st.button(
                "Open the demo",
                type="secondary" if projects else "primary",
                icon=":material/play_arrow:",
                key="open demo",
            )
            if not projects:
                page_link("story", "Show me in two minutes", ":material/auto_stories:")
        if opened:
            with errors_shown(), st.spinner("Reading the demo…"):
                tab_state.open_project(demo_project.open_demo(tab_state.workspace()))
                go_to("annotate")


def card(project: Project, is_open: bool) -> None:
    """One project: what it holds, how far it is, and what can be done with it."""
    progress = answers.progress(tab_state.workspace(), project, tab_state.annotator())
    with st.container(border=True):
        st.subheader(plain(project.name), anchor=False)
        st.caption(f"{sizes(project)}  \nlabels: {plain(labels(project))}")
        of_all = counted(progress.total, "training sentence")
        progress_line(progress, of_all, counted(progress.num_rules, "rule"))
        with st.container(horizontal=True, vertical_alignment="center"):
            if is_open:
                page_link("annotate", "Annotate", ":material/ink_eraser:")
            elif st.button("Open", key=f"open {project.id}"):
                tab_state.open_project(project)
                go_to("annotate")
            together = st.popover("Working together", key=f"team {project.id}", on_change="rerun")
            if together.open:
                with together, errors_shown():
                    working_together(project)
            if tab_state.may(project, "change the project"):
                of_owner(project, is_open)


def working_together(project: Project) -> None:
    """How far everybody is; for owners also who answers what, and whose marks count."""
    team_progress_table(project)
    if tab_state.may(project, "change the project") and is_named(f"team {project.id}"):
        team_settings(project)
        merge_choice(project)


def of_owner(project: Project, is_open: bool) -> None:
    """What owners do with a project; each opened popover asks for a name first."""
    # The name in the key closes the popover once the project has another one.
    with st.popover("Rename", key=f"rename {project.id} {project.name}"), errors_shown():
        if is_named(f"rename {project.id}"):
            rename_form(project)
    opened = st.popover("Labels", key=f"labels {project.id}", on_change="rerun")
    if opened.open:
        with opened, errors_shown():
            if is_named(f"labels {project.id}"):
                labels_form(project)
    opened = st.popover("Members", key=f"members {project.id}", on_change="rerun")
    if opened.open:
        with opened, errors_shown():
            if is_named(f"members {project.id}"):
                members_form(project)
    export_button(project)
    project_button(project)
    with st.popover("Delete"), errors_shown():
        if is_named(f"delete {project.id}"):
            delete_form(project, is_open)


def is_named(place: str) -> bool:
    """Whether the person here has a name; asks for it if not."""
    opened = tab_state.opened_workspace()
    if session_person.is_asked(opened):
        name_question(opened, place)
        return False
    return True


def sizes(project: Project) -> str:
    splits = [f"{plain(split)} {number:,}" for split, number in project.split_sizes.items()]
    return " · ".join([counted(project.num_examples, "sentence"), *splits])


def labels(project: Project) -> str:
    num_more = len(project.labels) - NUM_LABELS_SHOWN
    names = ", ".join(project.labels[:NUM_LABELS_SHOWN])
    return f"{names} and {num_more} more" if num_more > 0 else names


def rename_form(project: Project) -> None:
    with st.form(f"rename form {project.id}", border=False):
        name = st.text_input(
            "New name",
            value=project.name,
            max_chars=catalogue.MAX_NAME_LENGTH,
            key=f"new name {project.id} {project.name}",
        )
        if st.form_submit_button("Rename", key=f"rename now {project.id}"):
            catalogue.rename_project(tab_state.workspace(), project.id, name)
            st.rerun()


def delete_form(project: Project, is_open: bool) -> None:
    st.markdown("Its sentences, marks, rules and trained runs will be gone for good.")
    st.button(
        "Delete for good",
        type="primary",
        key=f"delete {project.id}",
        on_click=delete,
        args=(project, is_open),
    )


@refusal_noted
def delete(project: Project, is_open: bool) -> None:
    catalogue.delete_project(tab_state.workspace(), project.id)
    if is_open:
        tab_state.close_project()
    tab_state.add_notice(f"Deleted “{project.name}”.")


def tell(result: ImportResult) -> None:
    """Say at the top of the next run what was imported, and what was not."""
    how = "as" if result.num_added == result.project.num_examples else "into"
    notes = [f"Imported {counted(result.num_added, 'sentence')} {how} “{result.project.name}”."]
    tab_state.add_notice(" ".join([*notes, *import_notes(result)]))


def page() -> None:
    projects = catalogue.list_projects(tab_state.workspace())
    current = tab_state.current_project()
    introduction(projects)
    for project in projects:
        card(project, is_open=project == current)
    st.subheader("Import a file", anchor=False)
    with errors_shown():
        result = import_form(is_named)
        if isinstance(result, Project):
            tab_state.add_notice(
                f"Imported “{result.name}” with {counted(result.num_examples, 'sentence')}, its "
                "marks and its runs."
            )
        elif result is not None:
            tell(result)
        if result is not None:
            tab_state.open_project(result if isinstance(result, Project) else result.project)
            tab_state.empty_upload()
            st.rerun()


with st.container(width=PAGE_WIDTH):
    page()
