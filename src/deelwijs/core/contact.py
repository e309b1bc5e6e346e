"""Who may see where somebody lives and how to reach them, and which people get one letter together.

There is one rule, for every page, letter, export, search and API answer: ``may_see_contact``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """``person_id`` lives where ``kept_from`` may not know."""

    person_id: str
    kept_from: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. ``for_work``: a role of this person needs contact details."""

    person_id: str
    for_work: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the rule needs to know of a school, by person id.

    ``homes`` are all addresses that somebody ever had, has or is going to have, each by its key;
    ``wards`` the pupils for whom somebody ever cared, with custody or without. Old ties and old addresses
    count as well: a secret of today must not be read in what the school knew yesterday.
    """

    secrets: frozenset[Secret] = frozenset()
    homes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wards: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def homes_of(self, person_id: str) -> frozenset[str]:
        """The keys of every address of somebody."""
        return self.homes.get(person_id, frozenset())

    def wards_of(self, person_id: str) -> frozenset[str]:
        """The pupils for whom somebody cares or cared."""
        return self.wards.get(person_id, frozenset())

    def keep_apart(self, one: str, other: str) -> bool:
        """Whether one of two people may not know where the other lives."""
        return not self.secrets.isdisjoint({Secret(one, other), Secret(other, one)})


def may_see_contact(viewer: Viewer, subject_id: str, facts: ContactFacts) -> bool:
    """Whether somebody may see the address and the mail address of somebody, on any day.

    Everybody sees their own. A role that needs it sees those of others, with two exceptions. One is a
    secret: not who keeps it, not the children of who keeps it, and not who ever lived at the same address.
    The other is one's own family: at work nobody looks up the other parents of their own children. That also
    keeps a refusal from telling that there is a secret.
    """
    if viewer.person_id == subject_id:
        return True
    if not viewer.for_work or _is_family(viewer.person_id, subject_id, facts):
        return False
    return viewer.person_id not in kept_from(subject_id, facts)


def kept_from(subject_id: str, facts: ContactFacts) -> frozenset[str]:
    """Who may not know the address of somebody, because it is theirs to hide or would betray another's."""
    return frozenset(
        secret.kept_from
        for secret in facts.secrets
        if secret.kept_from != subject_id and _would_betray(subject_id, secret.person_id, facts)
    )


def _is_family(one: str, other: str, facts: ContactFacts) -> bool:
    """Whether one cares for the other, or both care for the same pupil."""
    mine, theirs = facts.wards_of(one), facts.wards_of(other)
    return other in mine or one in theirs or not mine.isdisjoint(theirs)


def _would_betray(subject_id: str, hidden: str, facts: ContactFacts) -> bool:
    """Whether the subject's details say where the hidden person lives."""
    if subject_id == hidden or subject_id in facts.wards_of(hidden):
        return True
    return not facts.homes_of(subject_id).isdisjoint(facts.homes_of(hidden))


# --- Letters --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a letter. ``home`` is the key of the address, empty when none is known."""

    id: str
    home: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """Who gets one letter together, in the order in which they were given."""

    members: tuple[Addressee, ...]

    @property
    def home(self) -> str:
        """The key of their address."""
        return self.members[0].home

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the letter is wanted, each once."""
        return tuple(dict.fromkeys(one.language for one in self.members))


def households(addressees: Iterable[Addressee], facts: ContactFacts) -> tuple[Household, ...]:
    """Who gets one letter together: who lives at one address, unless one hides from another there.

    Nobody is left out and nobody gets two. Without a known address everybody gets a letter of their own.
    """
    groups: list[list[Addressee]] = []
    for one in addressees:
        fitting = (group for group in groups if _may_share(one, group, facts))
        found = next(fitting, None)
        if found is None:
            groups.append([one])
        else:
            found.append(one)
    return tuple(Household(tuple(group)) for group in groups)


def _may_share(one: Addressee, group: list[Addressee], facts: ContactFacts) -> bool:
    together = bool(one.home) and one.home == group[0].home
    return together and not any(facts.keep_apart(one.id, other.id) for other in group)
