"""A sentence to type, answered by both models at once, with words to strike out by click."""

from rrr.ui.compare.sentence_desk.desk_component import Asked, parse, sentence_desk

__all__ = ["Asked", "parse", "sentence_desk"]
