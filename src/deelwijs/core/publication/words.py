"""What the text of a post says about people, and about who writes it (A2, A8, B2, C1, C3, C4)."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.finding import Finding, Outcome
from deelwijs.core.publication.facts import PURPOSE_NAME, Act, PublicationFacts, Standing
from deelwijs.core.text import MatchKind, TextMatch

# What identifies or exposes somebody by itself: harm is certain enough not to wait for a judgement (A2).
_HARMFUL = {
    MatchKind.BSN,
    MatchKind.SPECIAL_HEALTH,
    MatchKind.SPECIAL_RELIGION,
    MatchKind.SPECIAL_OTHER,
}


def text_findings(facts: PublicationFacts, channel: str) -> Iterator[Finding]:
    for match in _without_names_inside(facts.text_check.matches):
        words = facts.text[match.span.start : match.span.end]
        if words.casefold() not in facts.accepted_words:
            yield from _match_finding(facts, match, words, channel)
    if facts.text_check.review and not facts.consulted and not facts.already_public:
        yield Finding("A8", "tone_for_a_colleague", Outcome.CONSULT, remedies=("change_text", "consulted"))


def _without_names_inside(matches: tuple[TextMatch, ...]) -> Iterator[TextMatch]:
    """A name inside "Lente uit 1A" is said by that finding already."""
    wider = [match.span for match in matches if match.kind is MatchKind.CLASS_PERSON]
    for match in matches:
        inside = any(span.start <= match.span.start and match.span.end <= span.end for span in wider)
        if match.kind is not MatchKind.PERSON or not inside:
            yield match


def _match_finding(facts: PublicationFacts, match: TextMatch, words: str, channel: str) -> Iterator[Finding]:
    if match.kind in {MatchKind.PERSON, MatchKind.CLASS_PERSON}:
        yield from _name_finding(facts, match, words, channel)
        return
    private = facts.private_employee
    forbidden = private or match.kind in _HARMFUL
    yield Finding(
        "C1" if private else "A2",
        f"text_{match.kind.value}",
        Outcome.FORBIDDEN if forbidden else Outcome.ALLOWED_IF,
        match.span,
        remedies=("remove_words",) if match.certain else ("remove_words", "accept_words"),
        params=(("words", words),),
    )


def _name_finding(facts: PublicationFacts, match: TextMatch, words: str, channel: str) -> Iterator[Finding]:
    """A member's name: nothing when it is the author's own or when its use has consent."""
    if match.candidates == (facts.author_id,):
        return
    private = facts.private_employee
    person_id = match.candidates[0] if len(match.candidates) == 1 else None
    status = facts.consents.get((person_id or "", PURPOSE_NAME, channel))
    # C1 knows no consent for what somebody writes privately.
    if not private and match.certain and status is not None and facts.is_carried_by(status):
        return
    yield Finding(
        "C1" if private else "A2",
        _name_code(match),
        Outcome.FORBIDDEN if private and match.certain else Outcome.ALLOWED_IF,
        match.span,
        person_id=person_id,
        remedies=_name_remedies(match, private=private, known=person_id is not None),
        params=(
            ("words", words),
            ("name", facts.people.get(person_id or "", "")),
            ("channel", channel),
        ),
    )


def _name_code(match: TextMatch) -> str:
    if not match.certain:
        return "name_perhaps"
    return "name_with_class" if match.kind is MatchKind.CLASS_PERSON else "name_in_text"


def _name_remedies(match: TextMatch, *, private: bool, known: bool) -> tuple[str, ...]:
    if not match.certain:
        return ("accept_words", "remove_words")
    if private or not known:
        return ("remove_words", "accept_words")
    return ("replace_words", "ask_name_consent", "remove_words", "accept_words")


def disclosure_findings(facts: PublicationFacts) -> Iterator[Finding]:
    """B2, C3: whoever joins a discussion about the school says that they work there, at work also as what.
    C4: whoever privately publishes about the school says that it is their own opinion."""
    if not facts.author_is_employee:
        return
    said = facts.text_check.disclosure
    if facts.act is Act.DISCUSS:
        work = facts.standing is Standing.WORK
        if not said.employee or (work and not said.function):
            yield Finding(
                "B2" if work else "C3", "role_not_stated", Outcome.ALLOWED_IF, remedies=("add_role",)
            )
    if facts.private_employee and not said.opinion:
        yield Finding("C4", "opinion_not_stated", Outcome.ALLOWED_IF, remedies=("add_opinion",))
