"""The one vocabulary of every check: what was found, under which article, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a verdict says. The values are the corpus's own Dutch words."""

    OUT_OF_SCOPE = "buiten_bereik"
    FORBIDDEN = "verboden"
    CONSULT = "overleg"
    ALLOWED_IF = "toegestaan_mits"
    ALLOWED = "toegestaan"

    @property
    def rank(self) -> int:
        """Precedence where outcomes meet: the lowest rank wins."""
        return list(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to ``end`` of a text, counted in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FaceRef:
    """A face in a photo."""

    photo_id: str
    face_id: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must know or repair before publishing.

    ``code`` names the kind of finding; its Dutch wording lives with the corpus.
    ``severity`` is what this finding alone makes of the verdict.
    ``remedies`` are codes of the ways out, the best one first.
    ``params`` fill the wording: pairs of name and text.
    """

    article: str
    code: str
    severity: Outcome
    where: Span | FaceRef | None = None
    person_id: str | None = None
    remedies: tuple[str, ...] = ()
    params: tuple[tuple[str, str], ...] = ()


def worst(outcomes: list[Outcome] | tuple[Outcome, ...]) -> Outcome:
    """The outcome that prevails over the others; allowed when there is none (NORMS, precedence)."""
    return min(outcomes, key=lambda outcome: outcome.rank, default=Outcome.ALLOWED)
