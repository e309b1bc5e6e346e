"""The audiences of a hand-out in an address: ``/protocol/uitreiken/medewerkers/``."""

from __future__ import annotations

from deelwijs.protocols.models import Handout

Audience = Handout.Audience
_SLUGS = {
    Audience.EMPLOYEES: "medewerkers",
    Audience.PUPILS: "leerlingen",
    Audience.GUARDIANS: "ouders",
}
_AUDIENCES = {slug: audience for audience, slug in _SLUGS.items()}


class AudienceConverter:
    """An audience as a part of an address."""

    regex = "|".join(_AUDIENCES)

    def to_python(self, value: str) -> Audience:
        return _AUDIENCES[value]

    def to_url(self, value: str) -> str:
        return slug_of(Audience(value))


def slug_of(audience: Audience) -> str:
    """The word for an audience in addresses and names of files."""
    return _SLUGS[audience]
