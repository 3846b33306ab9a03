"""Who leaves the guide has left it, whatever was under way."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _app() -> None:
    from rrr.ui.guided_path import guided_path

    guided_path()


def test_a_rerun_with_the_address_of_before_does_not_bring_the_guide_back() -> None:
    page = AppTest.from_function(_app)
    page.query_params["guide"] = "0"
    page.run()
    assert "Your own story, step 1" in page.markdown[0].value
    page.button(key="leave guide").click().run()
    assert not page.markdown
    page.query_params["guide"] = "0"  # as a drawing that had begun before the click
    page.run()
    assert not page.markdown
    assert "guide" not in page.query_params
