"""Defects in what articles say: against each other, against statute, and numbers that will change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from deelwijs.core.protocol_text.matching import Match, ages_in, declared_ages
from deelwijs.core.protocol_text.model import Article, Paragraph, Place, ProtocolText, TextFinding
from deelwijs.core.protocol_text.rules import ArticleTest, ContentRule, Patterns, Rules

_LEAST_CERTAIN = 0.6  # the contents of an article are judged only when it is clear what it is about
_SHORTEST_LADDER = 3  # rungs


def content(protocol: ProtocolText, matches: Sequence[Match], rules: Rules) -> Iterator[TextFinding]:
    """Rules about what articles say; a rule over more articles holds only where all are there."""
    by_id = {article.id: article for article in protocol.articles}
    by_norm: dict[str, list[Article]] = {}
    for match in matches:
        if match.norm and match.certainty >= _LEAST_CERTAIN:
            by_norm.setdefault(match.norm, []).append(by_id[match.article])
    everything = "\n".join(paragraph.text for paragraph in protocol.running)
    for rule in rules.content:
        if rule.remark or any(pattern.search(everything) for pattern in rule.unless_anywhere):
            continue
        yield from _applied(rule, by_norm)


def _applied(rule: ContentRule, by_norm: Mapping[str, Sequence[Article]]) -> Iterator[TextFinding]:
    found = [_failing(test, by_norm.get(test.norm, ())) for test in rule.tests]
    articles = [entry for entry in found if entry is not None]
    if len(articles) < len(rule.tests):
        return
    names = dict(zip(("first", "second", "third"), (article.id for article, _ in articles), strict=False))
    article, place = articles[0]
    yield TextFinding(rule.code, rule.family, place, rule.message.format(**names), article.id)


def _failing(test: ArticleTest, articles: Sequence[Article]) -> tuple[Article, Place] | None:
    """The article that has the defect. What another article about the same norm adds, counts too."""
    together = "\n".join(article.text for article in articles)
    if any(pattern.search(together) for pattern in test.unless):
        return None
    for article in articles:
        if test.first(article.text) is not None:
            return article, _place_of(test.when, article)
    return None


def _place_of(patterns: Patterns, article: Article) -> Place:
    for pattern in reversed(patterns):
        for source in article.sources:
            if match := pattern.search(source.text):
                return source.place_at(match.start())
    return article.place


def ladders(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Lists of measures that do not go up from light to heavy."""
    for article in protocol.articles:
        for source in article.sources:
            for ladder in rules.ladders:
                if wrong := _first_step_down(source.text, ladder):
                    first, second, offset = wrong
                    message = rules.message("ladder_order", first=first, second=second)
                    yield TextFinding("ladder_order", "inhoud", source.place_at(offset), message, article.id)


def _first_step_down(text: str, ladder: Sequence[Patterns]) -> tuple[str, str, int] | None:
    rungs = []
    for height, patterns in enumerate(ladder):
        match = next((found for pattern in patterns if (found := pattern.search(text))), None)
        if match:
            rungs.append((match.start(), height, match[0]))
    rungs.sort()
    if len(rungs) < _SHORTEST_LADDER or "\n" in text[rungs[0][0] : rungs[-1][0]]:
        return None
    for (_, low, first), (offset, high, second) in pairwise(rungs):
        if high < low:
            return first, second, offset
    return None


def numbers(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Telephone numbers and ages in articles, unless the particulars of the protocol name them as well."""
    declared = "\n".join(f"{entry.label}: {entry.value}" for entry in protocol.particulars)
    declared_digits, ages = _digits(declared), declared_ages(protocol, rules)
    for article in protocol.articles:
        if article.role == "begrippen":
            continue
        for source in article.sources:
            yield from _phones(source, article.id, declared_digits, rules)
            yield from _ages(source, article.id, ages, rules)


def _phones(source: Paragraph, article: str, declared: str, rules: Rules) -> Iterator[TextFinding]:
    for match in rules.pattern("phone").finditer(source.text):
        if _digits(match[0]) in declared:
            continue
        message = rules.message("phone_in_article", value=match[0].strip())
        yield TextFinding("phone_in_article", "inhoud", source.place_at(match.start()), message, article)


def _ages(source: Paragraph, article: str, declared: frozenset[int], rules: Rules) -> Iterator[TextFinding]:
    for age, (offset, _) in ages_in(source.text, rules).items():
        if age not in declared:
            message = rules.message("age_in_article", value=f"{age} jaar")
            yield TextFinding("age_in_article", "inhoud", source.place_at(offset), message, article)
    for match in rules.pattern("written_age").finditer(source.text):
        message = rules.message("age_in_article", value=f"{match['word']} jaar")
        yield TextFinding("age_in_article", "inhoud", source.place_at(match.start()), message, article)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
