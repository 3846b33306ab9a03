from __future__ import annotations

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from rrr.ui.lasting_downloads import SECONDS_KEPT, LastingMediaFiles

MANAGERS = (MediaFileManager, LastingMediaFiles)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "a tab")


class Pages:
    """The drawings of one tab's page, which offers one file."""

    def __init__(self, manager: MediaFileManager) -> None:
        self.manager = manager
        self.seconds = 0.0

    def draw(self) -> str:
        """Returns the id behind the button."""
        self.manager.clear_session_refs()
        file_id = self.manager.add_deferred(lambda: b"a report", "text/html", "1.2")
        self.sweep()
        return file_id

    def sweep(self) -> None:
        if isinstance(self.manager, LastingMediaFiles):
            self.manager.remove_orphaned_files(lambda: self.seconds)
        else:
            self.manager.remove_orphaned_files()


def pages(manager: type[MediaFileManager]) -> Pages:
    return Pages(manager(MemoryMediaFileStorage("/media")))


def is_served(manager: MediaFileManager, url: str) -> bool:
    return manager.read_file(url.removeprefix("/media/")) is not None


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_file_that_was_just_made_outlasts_two_drawings(manager: type[MediaFileManager]) -> None:
    drawn = pages(manager)
    url = drawn.manager.execute_deferred(drawn.draw())
    assert is_served(drawn.manager, url)
    drawn.sweep()  # of any tab
    drawn.sweep()
    # If Streamlit keeps it by itself one day, `LastingMediaFiles` can go.
    assert is_served(drawn.manager, url) == (manager is LastingMediaFiles)


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_button_pressed_while_it_is_drawn_anew_still_makes_its_file(
    manager: type[MediaFileManager],
) -> None:
    drawn = pages(manager)
    pressed = drawn.draw()
    drawn.seconds = SECONDS_KEPT
    assert drawn.draw() != pressed
    if manager is LastingMediaFiles:
        assert is_served(drawn.manager, drawn.manager.execute_deferred(pressed))
    else:
        with pytest.raises(MediaFileStorageError, match="not found"):
            drawn.manager.execute_deferred(pressed)


def test_what_is_out_of_use_goes_after_two_minutes_of_drawing() -> None:
    drawn = pages(LastingMediaFiles)
    pressed = drawn.draw()
    url = drawn.manager.execute_deferred(pressed)
    for _ in range(3):
        drawn.seconds += SECONDS_KEPT
        offered = drawn.draw()
    assert not is_served(drawn.manager, url)
    with pytest.raises(MediaFileStorageError, match="not found"):
        drawn.manager.execute_deferred(pressed)
    assert is_served(drawn.manager, drawn.manager.execute_deferred(offered))
