"""Defects of form: what was not filled in, left empty, or cut off."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.protocol_text.model import Paragraph, Place, ProtocolText, TextFinding
from deelwijs.core.protocol_text.rules import Notation, Rules

_FORM = "vorm"


def placeholders(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Places left to fill in, in any notation; and a word when notations are mixed."""
    notations: dict[str, Place] = {}
    first_named: tuple[Place, str] | None = None
    for paragraph in protocol.running:
        for notation, offset, what in _open_places(paragraph, rules):
            place = paragraph.place_at(offset)
            if notation.mixes:
                notations.setdefault(notation.name, place)
            if first_named is None and what.strip("[](){} ").casefold().startswith("naam"):
                first_named = (place, what)
            yield _finding(protocol, "placeholder", place, rules.message("placeholder", what=what))
    if len(notations) > 1:
        place = max(notations.values(), key=lambda found: found.order)
        names = " en ".join(notations)
        yield _finding(
            protocol, "placeholder_notations", place, rules.message("placeholder_notations", notations=names)
        )
    if first_named and (name := _school_name(protocol, rules)):
        place, what = first_named
        message = rules.message("name_and_placeholder", name=name, what=what)
        yield _finding(protocol, "name_and_placeholder", place, message)


def _open_places(paragraph: Paragraph, rules: Rules) -> Iterator[tuple[Notation, int, str]]:
    taken: list[tuple[int, int]] = []
    found = []
    for notation in rules.notations:
        for match in notation.pattern.finditer(paragraph.text):
            overlaps = any(match.start() < end and start < match.end() for start, end in taken)
            if match["what"].strip() in rules.known_names or overlaps:
                continue
            taken.append(match.span())
            found.append((notation, match.start(), match[0]))
    yield from sorted(found, key=lambda entry: entry[1])


def _school_name(protocol: ProtocolText, rules: Rules) -> str:
    for paragraph in protocol.running:
        if match := rules.pattern("school_name").search(paragraph.text):
            return match[0]
    return ""


def empty_headings(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Headings with nothing under them."""
    for section in protocol.empty_headings:
        yield _finding(
            protocol, "empty_heading", section.place, rules.message("empty_heading", title=section.title)
        )
    for article in protocol.articles:
        if not article.paragraphs:
            title = article.title or article.number
            yield _finding(
                protocol, "empty_heading", article.place, rules.message("empty_heading", title=title)
            )


def note_marks(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Marks without a note, notes without a mark, and a number that was skipped."""
    labels = {note.label for note in protocol.notes}
    marked = {mark.label for mark in protocol.marks}
    for mark in protocol.marks:
        if mark.label not in labels:
            yield _finding(
                protocol, "note_missing", mark.place, rules.message("note_missing", label=mark.label)
            )
    for note in protocol.notes:
        if note.label not in marked:
            yield _finding(
                protocol, "mark_missing", note.place, rules.message("mark_missing", label=note.label)
            )
    yield from _skipped(protocol, rules)


def _skipped(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    places = {mark.label: mark.place for mark in reversed(protocol.marks)}
    places |= {note.label: note.place for note in protocol.notes if note.label not in places}
    numbers = sorted(int(label) for label in places if label.isdigit())
    for before, label in zip([0, *numbers], numbers, strict=False):
        if label - before > 1:
            message = rules.message("note_gap", before=before or "het begin", label=label, gap=before + 1)
            yield _finding(protocol, "note_gap", places[str(label)], message)


def broken_words(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """A hyphen of an old line end, left in the middle of a word."""
    for paragraph in protocol.running:
        for match in rules.pattern("broken_word").finditer(paragraph.text):
            message = rules.message("broken_word", what=match[0], whole=match["first"] + match["second"])
            yield _finding(protocol, "broken_word", paragraph.place_at(match.start()), message)


def _finding(protocol: ProtocolText, code: str, place: Place, message: str) -> TextFinding:
    return TextFinding(code, _FORM, place, message, protocol.article_at(place))
