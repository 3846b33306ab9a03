"""A project's members: who takes part, as what, and one more."""

from __future__ import annotations

import streamlit as st

from rrr.records import DEEDS, MAX_PERSON_LENGTH, ROLES, Member, Person, Project, Role
from rrr.services.people import members, naming
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted

_WIDTH = 440  # pixels; a popover is else as wide as its longest line
_TO_REMOVE = tab_state.OF_PROJECT + "member to remove: "


def members_form(project: Project) -> None:
    """Draw the members, each with their role and the way out, and a field for another."""
    with st.container(width=_WIDTH):
        present = members.members_of(tab_state.workspace(), project)
        if not present:
            st.markdown(_about_open_project())
        for member in present:
            _row(project, member)
        _new(project)
        with st.expander("What each role may do"):
            st.markdown(roles_table())


def roles_table() -> str:
    """The table of roles as Markdown: what each may do beside those before it."""
    rows = []
    for role in ROLES:
        deeds = [deed.words for deed in DEEDS.values() if deed.least == role]
        rows.append(f"- **{role}**: {'; '.join(deeds)}")
    return "\n".join(["Each may also do what those above may.", "", *rows])


def _about_open_project() -> str:
    if tab_state.workspace().authority == "confirmed":
        return "This project has no members yet. It belongs to the administrators."
    return (
        "Everybody at this computer works in this project. Once you add somebody, it is its "
        "members’ alone, and you are its owner."
    )


def _row(project: Project, member: Member) -> None:
    key = member.person.key
    to_remove = _TO_REMOVE + f"{project.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_named(member.person), width="stretch")
        chosen = f"role of {key} in {project.id}, now {member.role}"
        st.selectbox(
            f"Role of {member.person.name}",
            ROLES,
            index=ROLES.index(member.role),
            key=chosen,
            label_visibility="collapsed",
            width=130,
            on_change=_change,
            args=(project, member.person, chosen),
        )
        st.button(
            "Remove…",
            key=f"remove {key} from {project.id}",
            type="tertiary",
            on_click=_ask,
            args=(to_remove, key),
        )
    if st.session_state.get(to_remove) != key:
        return
    st.caption(
        f"{plain(member.person.name)} will no longer be able to open this project. What "
        "they marked stays."
    )
    with st.container(horizontal=True):
        st.button(
            "Remove from the project",
            key=f"remove now {key} from {project.id}",
            type="primary",
            on_click=_remove,
            args=(project, key, to_remove),
        )
        st.button("Keep", key=f"keep {key} in {project.id}", on_click=_ask, args=(to_remove, None))


def _named(person: Person) -> str:
    address = "" if person.key == person.name else f" ({plain(person.key)})"
    you = " · you" if person.key == tab_state.annotator() else ""
    return f"**{plain(person.name)}**{address}{you}"


def _new(project: Project) -> None:
    is_confirmed = tab_state.workspace().authority == "confirmed"
    label = "New member’s e-mail address, to sign in with" if is_confirmed else "New member’s name"
    with st.form(f"new member of {project.id}", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                label, max_chars=MAX_PERSON_LENGTH, key=f"name of new member {project.id}"
            )
            st.selectbox("Role", ROLES, key=f"role of new member {project.id}", width=130)
        st.form_submit_button("Add", key=f"add member {project.id}", on_click=_add, args=(project,))


@refusal_noted
def _add(project: Project) -> None:
    name = st.session_state[f"name of new member {project.id}"]
    role: Role = st.session_state[f"role of new member {project.id}"]
    workspace = tab_state.workspace()
    members.put(workspace, project, naming.invited(workspace, name), role)


@refusal_noted
def _change(project: Project, person: Person, chosen: str) -> None:
    members.put(tab_state.workspace(), project, person, st.session_state[chosen])


def _ask(to_remove: str, key: str | None) -> None:
    st.session_state[to_remove] = key


@refusal_noted
def _remove(project: Project, key: str, to_remove: str) -> None:
    st.session_state.pop(to_remove, None)
    members.remove(tab_state.workspace(), project, key)
