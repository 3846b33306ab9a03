"""A card that says what to strike and what to leave, with examples."""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services.marks.striking_advice import MAX_LENGTH, advice_of, write_advice
from rrr.ui import tab_state
from rrr.ui.refusals import refusal_noted

_CARD = """
**Strike** a word that only happens to go with the label:

- *Corvane*, a cinema, in a film review: where a film was shown does not make it good.
- *handled by Sam* in a ticket about bills: who answered it does not make it one about bills.

**Leave** a word that says why the label is right:

- *superb* in a good review: it is the praise itself.
- *refund* in a ticket about bills: it is what the ticket is about.

Agreeing with the label is not enough: good reasons agree with it, too. Ask yourself whether the
label would be another one if this word were another.
"""


def striking_card(project: Project) -> None:
    """Draw the card, closed; it can be opened, and written anew for this project."""
    advice = advice_of(tab_state.workspace(), project)
    with st.expander("What to strike", key="what to strike", icon=":material/lightbulb:"):
        if advice is None:
            st.markdown(_CARD)
        else:
            st.text(advice)
        if not tab_state.may(project, "change the project"):
            return
        # The text in the key: a card that was changed elsewhere is the one to go on from.
        with st.popover("Write it for this project", key=f"write the card {hash(advice)}"):
            st.text_area(
                "What should people strike here, and what should they leave?",
                value=advice or "",
                max_chars=MAX_LENGTH,
                key=_key(project, advice),
                placeholder="Strike names of agents. Leave product names.",
            )
            st.caption("Leave it empty to get the usual card back.")
            st.button("Keep it", key="keep card", on_click=_keep, args=(project, advice))


@refusal_noted
def _keep(project: Project, advice: str | None) -> None:
    text = st.session_state.get(_key(project, advice), "")
    write_advice(tab_state.workspace(), project, text, tab_state.annotator())


def _key(project: Project, advice: str | None) -> str:
    return f"card of {project.id}, {hash(advice)}"
