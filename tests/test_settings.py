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
    expected = Settings(
        Path("/tmp/x"), "annotator", warm_up=False, blind_share=0.25, is_named=False
    )
    assert settings == expected


def test_a_name_that_is_set_is_asked_of_nobody() -> None:
    settings = Settings.from_environment(
        {"RRR_ANNOTATOR": "Ada", "RRR_ADMINS": "B@x.org, c@x.org,"}
    )
    assert (settings.annotator, settings.is_named) == ("Ada", True)
    assert settings.admins == {"b@x.org", "c@x.org"}


@pytest.mark.parametrize("share", ["1.5", "-0.1", "a tenth", "nan"])
def test_a_share_of_control_sentences_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ConfigError, match="RRR_BLIND_SHARE must"):
        Settings.from_environment({"RRR_BLIND_SHARE": share})


@pytest.mark.parametrize("name", ["RRR_WORKSPACE", "RRR_ANNOTATOR"])
def test_white_space_is_no_folder_and_no_person(name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} holds only white space"):
        Settings.from_environment({name: " \t"})
    assert Settings.from_environment({name: ""}) == Settings.from_environment({})


def test_who_trains_is_the_program_itself_or_one_of_the_others_that_there_are() -> None:
    assert Settings.from_environment({}).executor == "thread"
    assert Settings.from_environment({"RRR_EXECUTOR": "process"}).executor == "process"
    with pytest.raises(ConfigError, match=r"“thread”, “process”, “ray”\. Received: 'threads'"):
        Settings.from_environment({"RRR_EXECUTOR": "threads"})


def test_an_unknown_home_folder_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"~nobody-of-this-name/x is in the home folder"):
        Settings.from_environment({"RRR_WORKSPACE": "~nobody-of-this-name/x"})


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("file", "must be a folder. Received a file"),
        ("/dev/null", "must be a folder. Received a file: /dev/null"),
        ("dangling", "leads nowhere"),
        ("file/below", "below a file"),
        ("x" * 300, "cannot be made"),
    ],
)
def test_a_workspace_that_can_be_no_folder_is_refused(
    tmp_path: Path, name: str, complaint: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match=complaint):
        Settings(tmp_path / name, "me").make_workspace()


def test_a_workspace_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    Settings(tmp_path / "a" / "b?c%41 d", "me").make_workspace()
    assert (tmp_path / "a" / "b?c%41 d").is_dir()


def test_the_address_of_a_database_is_none_of_another_kind_and_never_shown() -> None:
    address = "postgresql://me:s3cret@host/x"
    settings = Settings.from_environment({"RRR_DATABASE_URL": address})
    assert settings.database_url == address
    assert "s3cret" not in repr(settings)
    with pytest.raises(ConfigError, match="must begin with postgresql://") as caught:
        Settings.from_environment({"RRR_DATABASE_URL": "mysql://me:s3cret@host/x"})
    assert "s3cret" not in str(caught.value)
