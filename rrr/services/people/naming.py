"""Who somebody is who gives a name: one of those known, or somebody new."""

from __future__ import annotations

from collections.abc import Collection

from rrr.errors import DataError
from rrr.formats.names import is_blank, look_of, name_of
from rrr.records import MAX_PERSON_LENGTH, Person
from rrr.services.workspace import Workspace
from rrr.store import people_queries


def known_people(workspace: Workspace) -> list[Person]:
    """Everybody who has worked in this workspace and was not removed, by name."""
    return people_queries.known_people(workspace.database)


def by_name(workspace: Workspace, name: str) -> Person:
    """The person with this name, upper and lower case alike; else somebody new, who is not stored.

    Raises:
        DataError: if it is no name.
    """
    name = name_of(name.encode(errors="replace").decode())
    if is_blank(name) or len(name) > MAX_PERSON_LENGTH:
        raise DataError(
            f"A name must have 1 to {MAX_PERSON_LENGTH} characters. Received: {len(name)}. "
            "Give another one."
        )
    look = look_of(name).casefold()
    alike = (
        person for person in known_people(workspace) if look_of(person.name).casefold() == look
    )
    return next(alike, Person.named(name))


def invited(workspace: Workspace, name_or_address: str) -> Person:
    """The person whom somebody names as a new member: by their name, or, with sign-in, by the
    address they sign in with.

    Raises:
        DataError: if it is no name, or no address where one is needed.
    """
    named, key = by_name(workspace, name_or_address), address_key(name_or_address)
    if "@" not in key:
        if workspace.authority != "confirmed":
            return named
        raise DataError(
            "With sign-in a member is named by an e-mail address. Received: "
            f"{name_or_address.strip()}. Give the address they sign in with."
        )
    return next(
        (person for person in known_people(workspace) if person.key == key), Person(key, key)
    )


def address_key(address: str) -> str:
    """An address as it is compared: upper and lower case alike."""
    return address.strip().casefold()


def remember(workspace: Workspace, person: Person) -> None:
    """Keep how a person is called."""
    people_queries.remember(workspace.database, person)


def remove(workspace: Workspace, person: Person) -> None:
    """Let somebody do nothing any more, in any project; what they did stays. For whoever runs the
    program: in the app an owner removes somebody from a project."""
    people_queries.set_removed(workspace.database, person, True, workspace.person.key)


def let_back(workspace: Workspace, person: Person) -> None:
    """Let somebody in again who was removed."""
    people_queries.set_removed(workspace.database, person, False, workspace.person.key)


def removed_people(workspace: Workspace) -> list[Person]:
    """Those who may do nothing any more, by name."""
    return people_queries.removed_people(workspace.database)


def names_of(workspace: Workspace, keys: Collection[str]) -> dict[str, str]:
    """How people are called; a key that nobody gave a name is its own."""
    return people_queries.names_of(workspace.database, keys)
