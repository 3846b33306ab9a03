"""What to install where a part that is optional is not there."""

from __future__ import annotations

_EXTRAS = {
    "app": (
        *("streamlit", "sqlalchemy", "alembic", "pandas", "altair", "vl_convert", "chardet"),
        *("jinja2", "filelock", "platformdirs", "regex"),
    ),
    "formats": ("pyarrow", "openpyxl"),
    "encoders": ("keras_hub", "safetensors"),
}


def sentence_for_missing(module: str | None) -> str | None:
    """What happened and what to do; None for a module that no extra brings."""
    name = (module or "").split(".")[0]
    for extra, modules in _EXTRAS.items():
        if name in modules:
            return (
                f"This needs the package {name}, which is not installed. Install it: "
                f"pip install 'right-reasons[{extra}]'."
            )
    return None
