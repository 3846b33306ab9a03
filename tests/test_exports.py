"""What `from rrr import …` offers is what `__all__` says."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

import rrr


def test_every_exported_name_can_be_imported() -> None:
    for name in rrr.__all__:
        assert getattr(rrr, name) is not None


def test_exports_are_sorted_and_stand_once() -> None:
    assert rrr.__all__ == sorted(set(rrr.__all__))


def test_no_public_name_is_left_out_of_the_exports() -> None:
    public = {
        name
        for name, value in vars(rrr).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    plumbing = {"TYPE_CHECKING", "Any", "annotations", "import_module"}
    assert public - plumbing <= set(rrr.__all__)


def test_every_exported_name_explains_itself() -> None:
    undocumented = [name for name in rrr.__all__ if not inspect.getdoc(getattr(rrr, name))]
    assert undocumented == []


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(rrr, "WrongReasonsModel")


@pytest.mark.parametrize("name", ["AnnotationError", "ConfigError", "DataError"])
def test_errors_about_an_argument_are_value_errors(name: str) -> None:
    assert issubclass(getattr(rrr, name), ValueError)
    assert issubclass(getattr(rrr, name), rrr.RightReasonsError)


@pytest.mark.parametrize("name", ["NotFound", "Diverged"])
def test_errors_that_are_about_no_argument_are_none(name: str) -> None:
    assert not issubclass(getattr(rrr, name), ValueError)
