"""All formats of other tools that are written."""

from __future__ import annotations

from rrr.formats import argilla, doccano, eraser, hatexplain, label_studio, prodigy
from rrr.formats.tool_writing import Writer

WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (
        prodigy.WRITER,
        doccano.WRITER,
        label_studio.WRITER,
        argilla.WRITER,
        eraser.WRITER,
        hatexplain.WRITER,
    )
}
"""By the names of the formats that read their files again."""
