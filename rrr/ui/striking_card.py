"""A card that says what to strike and what to leave, with examples."""

from __future__ import annotations

import streamlit as st

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


def striking_card() -> None:
    """Draw the card, closed; it can be opened."""
    with st.expander("What to strike", key="what to strike", icon=":material/lightbulb:"):
        st.markdown(_CARD)
