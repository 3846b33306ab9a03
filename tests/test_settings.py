from pathlib import Path

import pytest

from rrr.errors import ConfigError
from rrr.settings import Settings


def test_what_is_not_set_has_a_default() -> None:
    settings = Settings.from_environment({})
    assert (settings.annotator, settings.warm_up, settings.blind_share) == ("annotator", True, 0.1)


def test_the_environment_decides() -> None:
    settings = Settings.from_environment(
        {"RRR_WORKSPACE": "/tmp/x", "RRR_WARM_UP": "0", "RRR_BLIND_SHARE": "0.25"}
    )
    assert settings == Settings(Path("/tmp/x"), "annotator", warm_up=False, blind_share=0.25)


@pytest.mark.parametrize("share", ["1.5", "-0.1", "a tenth", "nan"])
def test_a_share_of_control_sentences_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ConfigError, match="RRR_BLIND_SHARE must"):
        Settings.from_environment({"RRR_BLIND_SHARE": share})
