"""Says in plain words why PostgreSQL refused, and what to do about it.

The server's words can quote what was to be stored, so only those about connecting are shown.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from rrr.errors import DataError, Locked, RightReasonsError, StorageError
from rrr.store.database import BUSY_SECONDS, no_such_number

_NOTHING_SAVED = "Nothing of this step was saved; what was saved before is safe."
_PERHAPS_SAVED = (
    "It is not known whether this step was saved. Look at it, and repeat it if it is missing. What "
    "was saved before is safe."
)

_SOON_BACK = ("starting up", "not yet accepting connections", "recovery mode")
"""Parts of what a server answers that has just been started."""


def busy(name: str) -> Locked:
    return Locked(
        f"Others have been writing to {name} for more than {BUSY_SECONDS:g} seconds, so nothing "
        "was saved. Wait a moment, then try again."
    )


def storage_error(
    name: str, error: DBAPIError, may_be_stored: bool = False
) -> RightReasonsError | None:
    """What to tell about an error of the driver.

    Args:
        name: what messages call the database.
        error: what was raised.
        may_be_stored: whether the step was over, but for the server's word that it is on the disk.

    Returns:
        None if the error is the program's own.
    """
    state: str = getattr(error.orig, "sqlstate", None) or ""
    what_is_safe = _PERHAPS_SAVED if may_be_stored else _NOTHING_SAVED
    match state:
        case "55P03":
            return busy(name)
        case "22003":
            return no_such_number()
        case "54000":
            return DataError(
                "A word, a name or a pattern is too long for PostgreSQL: at most about 2,000 "
                "characters can be looked up. Shorten it."
            )
        case "53100":
            return StorageError(
                f"The disk of {name} is full, so nothing more can be saved there. Free some space "
                f"on the server, then try again. {what_is_safe}"
            )
        case "25006":
            return StorageError(
                f"{name} can only be read: it is a standby server, or set to read-only. Set "
                f"RRR_DATABASE_URL to the server that takes writes. {what_is_safe}"
            )
        case "42501":
            return StorageError(
                f"The user in RRR_DATABASE_URL may not do this in {name}. Make the user the owner "
                f"of the schema, or grant it all rights there. {what_is_safe}"
            )
        case "3F000":
            return StorageError(
                f"The schema that RRR_DATABASE_URL names does not exist in {name}. Create it "
                "(CREATE SCHEMA), or leave search_path out."
            )
        case "42P01":
            return StorageError(
                f"Tables of the workspace are missing in {name}: somebody has dropped them while "
                "it was in use. Stop the app and bring a backup back with “rrr restore”."
            )
        case "57014":
            return StorageError(
                f"{name} ended this step because it took longer than the server allows "
                f"(statement_timeout). Raise that limit, then try again. {what_is_safe}"
            )
    if state.startswith("XX"):
        return StorageError(
            f"{name} reports that its data is damaged ({state}). Look at the server's log, and "
            "bring a backup back with “rrr restore”."
        )
    if state.startswith("53") or state.startswith("58"):
        return StorageError(
            f"{name} has run out of memory, connections or other means ({state}). Look at the "
            f"server's log, then try again. {what_is_safe}"
        )
    if state.startswith(("08", "57P")) or error.connection_invalidated:
        return StorageError(
            f"The connection to {name} was lost, so it is not known whether the last step was "
            "saved. Look at it when the server is back, and repeat it if it is missing; the app "
            "goes on by itself. What was saved before is safe."
        )
    if not state and type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout"):
        return _unreachable(name, str(error.orig))
    return None


def without_details(error: DBAPIError) -> DBAPIError:
    """The same error of the program, without the values that the server quotes."""
    diagnosis = getattr(error.orig, "diag", None)
    places = [
        f"{attribute} {value}"
        for attribute in ("table_name", "column_name", "constraint_name")
        if (value := getattr(diagnosis, attribute, None))
    ]
    state = getattr(error.orig, "sqlstate", None)
    plain = type(error.orig or error)(", ".join([f"SQLSTATE {state}", *places]))
    return type(error)(error.statement, None, plain, hide_parameters=True)


def _unreachable(name: str, words: str) -> StorageError:
    reason = words.split("failed: ")[-1].splitlines()[0].removeprefix("FATAL:").strip()
    if "password" in reason:
        remedy = "Correct the user and the password in RRR_DATABASE_URL."
    elif "database" in reason and "does not exist" in reason:
        remedy = "Create the database (createdb), or correct its name in RRR_DATABASE_URL."
    elif any(fragment in reason for fragment in _SOON_BACK):
        remedy = "Wait a moment: the app goes on by itself when the server is ready."
    else:
        remedy = (
            "Start the server, or correct RRR_DATABASE_URL. The app goes on by itself when the "
            "server answers."
        )
    return StorageError(f"{name} cannot be reached ({reason}). {remedy}")
