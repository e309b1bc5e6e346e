"""References to articles, annexes and chapters that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.protocol_text.model import Paragraph, ProtocolText, TextFinding
from deelwijs.core.protocol_text.rules import Rules


def references(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """References to nothing. A reference to a statute is not one to this text."""
    known = _Known(protocol, rules)
    for paragraph in protocol.running:
        for code, offset, values in known.dangling(paragraph):
            place = paragraph.place_at(offset)
            message = rules.message(code, **values)
            yield TextFinding(code, "vorm", place, message, protocol.article_at(place))


class _Known:
    """What can be referred to in a text."""

    def __init__(self, protocol: ProtocolText, rules: Rules) -> None:
        self._rules = rules
        self._articles = {article.id.upper() for article in protocol.articles}
        self._articles |= {article.number.upper().rstrip(".") for article in protocol.articles}
        titles = [section.title.strip() for section in protocol.sections]
        titles += [paragraph.text.strip() for paragraph in protocol.running if len(paragraph.text) < 90]
        self._titles = [title.casefold() for title in titles]
        self._annexes = [title for title in self._titles if title.startswith("bijlage")]

    def dangling(self, paragraph: Paragraph) -> Iterator[tuple[str, int, dict[str, str]]]:
        """References that lead nowhere: (code, offset, values for the message)."""
        text = paragraph.text
        for match in self._rules.pattern("article_reference").finditer(text):
            of_statute = self._rules.pattern("statute").search(match["tail"])
            if not of_statute and match["number"].upper() not in self._articles and match.start() > 0:
                yield "reference_article", match.start(), {"number": match["number"]}
        for match in self._rules.pattern("code_reference").finditer(text):
            letter = match["number"][:1].isupper() and any(
                name[:1] == match["number"][0] for name in self._articles
            )
            if letter and match["number"] not in self._articles:
                yield "reference_article", match.start(), {"number": match["number"]}
        if not text.casefold().startswith("bijlage"):
            yield from self._annex(text)
        for match in self._rules.pattern("chapter_reference").finditer(text):
            if match.start() > 0 and not self._rules.pattern("statute").search(match["tail"]):
                yield from self._chapter(match["word"], match["number"], match.start())

    def _annex(self, text: str) -> Iterator[tuple[str, int, dict[str, str]]]:
        for match in self._rules.pattern("annex_reference").finditer(text):
            name = f"bijlage {match['number']}".casefold()
            if not any(title.startswith(name) for title in self._annexes):
                yield "reference_annex", match.start(), {"what": match[0]}
        for match in self._rules.pattern("annex_bare").finditer(text):
            if not self._annexes:
                yield "reference_annex", match.start(), {"what": match[0]}

    def _chapter(self, word: str, number: str, offset: int) -> Iterator[tuple[str, int, dict[str, str]]]:
        full, plain = f"{word} {number}".casefold(), number.casefold()
        starts = (f"{plain}.", f"{plain} ", f"{plain})")
        if not any(title.startswith(full) or title.startswith(starts) for title in self._titles):
            yield "reference_chapter", offset, {"what": f"{word} {number}"}
