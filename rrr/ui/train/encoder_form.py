"""Which pre-trained encoder is trained, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from rrr.errors import DataError
from rrr.records import ENCODER_SETTINGS, TrainingConfig
from rrr.services.training import encoder_folders
from rrr.ui.plain_text import plain
from rrr.ui.train import train_state

ENCODER, TRAINED_LAYERS = "encoder", "trained_layers"
NO_ENCODER: dict[str, Any] = {ENCODER: "", TRAINED_LAYERS: None}
OWN_OF_ENCODER = ("embedding_size", "hidden_size", "vocabulary_size", "max_embedding_norm")
"""Settings that decide nothing with an encoder: it brings its own."""

_SUITED = ("learning_rate", "batch_size", "epochs")


def is_encoder() -> bool:
    """Whether that kind is chosen, also while the form is folded."""
    return bool(train_state.kept_setting("classifier", TrainingConfig().classifier) == ENCODER)


def suit_the_kind(before: str) -> None:
    """A kind was chosen: fill in what suits it, where a field still holds what suited the kind
    before."""
    usual = TrainingConfig().to_dict()
    was, now = (usual if kind != ENCODER else ENCODER_SETTINGS for kind in (before, _kind()))
    train_state.set_settings(
        {
            name: now[name]
            for name in _SUITED
            if train_state.kept_setting(name, usual[name]) == was[name]
        }
    )


def draw_encoder() -> None:
    """The fields; nothing for the other kinds, and a sentence where the extra is missing."""
    if not is_encoder() or not encoder_folders.are_installed():
        return
    folder, layers = st.columns([2, 1])
    with folder:
        st.text_input(
            "Folder of the encoder",
            key=train_state.setting_key(ENCODER),
            placeholder="/models/all-MiniLM-L6-v2",
            help="A folder on the computer that runs this app, with config.json, "
            "model.safetensors and vocab.txt. BERT, MiniLM and DistilBERT can be read. Or the "
            "name of one of KerasHub's presets, which is fetched from the network.",
            persist_state="session",
        )
    with layers:
        st.number_input(
            "Layers that learn",
            min_value=0,
            value=None,
            step=1,
            placeholder="all",
            key=train_state.setting_key(TRAINED_LAYERS),
            help="Trains only this many of the encoder's last layers. Fewer are faster and take "
            "less memory. Default: all of them.",
            persist_state="session",
        )


def chosen_encoder(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The settings of the encoder, or None after saying, here, what is missing.

    Args:
        values: the settings that were read before; the kind is among them.
    """
    if values["classifier"] != ENCODER:
        return dict.fromkeys(NO_ENCODER)
    if not encoder_folders.are_installed():
        st.info(
            "Pre-trained encoders need a library that is not installed. Install it with "
            f"`{encoder_folders.INSTALLING}` and start the app again. Or choose another kind.",
            icon=":material/extension:",
        )
        return None
    name = train_state.kept_setting(ENCODER, "").strip()
    if not name:
        st.info(
            "Type the folder of a pre-trained encoder, or choose another kind of classifier.",
            icon=":material/folder:",
        )
        return None
    try:
        encoder = encoder_folders.checked_encoder(name)
    except DataError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    return {ENCODER: encoder, TRAINED_LAYERS: train_state.kept_setting(TRAINED_LAYERS, None)}


def _kind() -> str:
    kind: str = train_state.kept_setting("classifier", TrainingConfig().classifier)
    return kind
