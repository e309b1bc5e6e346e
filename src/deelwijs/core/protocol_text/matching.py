"""Which article of the model protocol an article of a school is about, how sure that is, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from deelwijs.core.protocol_text.model import Article, ProtocolText
from deelwijs.core.protocol_text.rules import ContentRule, Norm, Rules

_SIGNS, _WORDS, _ROLE, _PLACE = 0.60, 0.17, 0.19, 0.04  # what counts how much; together 1
_JUDGED = 3000  # characters of an article; what it is about shows before
_LEAST = 0.45  # below this an article stays the school's own
_LEAST_SIGNS = 0.35
_SECOND_MARGIN = 0.12  # a norm that another article fits better needs this much on top
_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which an article differs from the model's, with both sides as people would say them."""

    kind: str
    message: str
    theirs: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An article and the norm it is about. ``norm`` is None for an article of the school's own.

    ``certainty`` runs from 0 to 1; ``sure`` when nobody needs to look twice. ``others`` are next candidates.
    """

    article: str
    norm: str | None
    certainty: float
    differences: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the match is certain enough to be proposed without a question."""
        return self.norm is not None and self.certainty >= _SURE


def match_articles(protocol: ProtocolText, rules: Rules) -> tuple[Match, ...]:
    """Lay every article beside the norms. More articles may be about one norm; each is about one at most."""
    scores = {article.id: _scores(article, rules) for article in protocol.articles}
    chosen = _choose(protocol.articles, scores)
    declared = declared_ages(protocol, rules)
    return tuple(
        _match(article, scores[article.id], chosen.get(article.id), declared, rules)
        for article in protocol.articles
    )


def declared_ages(protocol: ProtocolText, rules: Rules) -> frozenset[int]:
    """The ages that the particulars of a protocol lay down once for the whole text."""
    ages: set[int] = set()
    for entry in protocol.particulars:
        if rules.pattern("age_label").search(f"{entry.label}: {entry.value}"):
            ages |= {int(found) for found in rules.pattern("two_digits").findall(entry.value)}
    return frozenset(ages)


def _scores(article: Article, rules: Rules) -> list[tuple[float, str]]:
    found = []
    for norm in rules.norms:
        score = _score(article, norm)
        if score >= _LEAST:
            found.append((round(score, 3), norm.id))
    return sorted(found, key=lambda entry: (-entry[0], entry[1]))


def _score(article: Article, norm: Norm) -> float:
    text = article.text[:_JUDGED]
    signs = sum(weight for pattern, weight in norm.signs if pattern.search(text))
    signs = max(0.0, min(1.0, signs))
    if signs < _LEAST_SIGNS:
        return 0.0
    words = (
        fuzz.token_set_ratio(_content_words(text), _content_words(norm.text)) / 100 if norm.text else signs
    )
    role = 1.0 if article.role == norm.role else 0.4 if not article.role else 0.0
    if norm.role == "inleiding" and article.role != norm.role and article.number:
        return 0.0
    return _SIGNS * signs + _WORDS * words + _ROLE * role + _PLACE * (article.id == norm.id)


def _content_words(text: str) -> str:
    return " ".join(word for word in text.casefold().split() if len(word) > 3)


def _choose(articles: Sequence[Article], scores: Mapping[str, list[tuple[float, str]]]) -> dict[str, str]:
    """The best pairs first; who comes second to a norm must be nearly as good as the first."""
    pairs = sorted(
        ((score, norm, article.id) for article in articles for score, norm in scores[article.id]),
        key=lambda pair: -pair[0],
    )
    chosen: dict[str, str] = {}
    best: dict[str, float] = {}
    for score, norm, article in pairs:
        if article in chosen or score < best.get(norm, 0.0) - _SECOND_MARGIN:
            continue
        chosen[article] = norm
        best.setdefault(norm, score)
    return chosen


def _match(
    article: Article,
    scores: list[tuple[float, str]],
    norm_id: str | None,
    declared: frozenset[int],
    rules: Rules,
) -> Match:
    if norm_id is None:
        return Match(article.id, None, 0.0, others=tuple(norm for _, norm in scores[:2]))
    certainty = next(score for score, norm in scores if norm == norm_id)
    norm = next(norm for norm in rules.norms if norm.id == norm_id)
    rest = tuple(other for _, other in scores if other != norm_id)[:2]
    return Match(
        article.id, norm_id, certainty, tuple(_differences(article, norm, declared, rules)),
        tuple(_remarks(article, norm_id, rules.content)), rest,
    )  # fmt: skip


def ages_in(text: str, rules: Rules) -> dict[int, tuple[int, str]]:
    """The ages that a text names: the age in years -> (offset, as written)."""
    found: dict[int, tuple[int, str]] = {}
    for match in rules.pattern("age").finditer(text):
        years = match["age"] or match["age2"] or match["age3"]
        if not rules.pattern("not_an_age").match(text[match.end() :]):
            found.setdefault(int(years), (match.start(), match[0]))
    return found


def _differences(
    article: Article, norm: Norm, declared: frozenset[int], rules: Rules
) -> Iterable[Difference]:
    text = article.text[:_JUDGED]
    yield from _age_difference(text, norm, declared, rules)
    named = {name for name, pattern in rules.channels.items() if pattern.search(text)}
    model = {name for name, pattern in rules.channels.items() if pattern.search(norm.text)}
    if norm.text and (more := named - model - {"website", "nieuwsbrief"}):
        words = _listed(more)
        yield Difference("channels", f"Noemt ook deze kanalen: {words}.", words, _listed(model))
    if norm.people:
        rule = _rule_part(text, rules)
        present = {name for name, pattern in rules.people.items() if pattern.search(rule)}
        missing, extra = norm.people - present, present - norm.people
        if present and missing:
            yield Difference(
                "people_missing", f"Noemt geen {_listed(missing)}.", _listed(present), _listed(norm.people)
            )
        if present and norm.stance == "verbod" and extra:
            yield Difference(
                "people_more", f"Geldt ook voor {_listed(extra)}.", _listed(present), _listed(norm.people)
            )
    conditional = bool(rules.pattern("conditional").search(text))
    if norm.conditional and not conditional:
        yield Difference("absolute", "Geldt hier altijd; het model kent een uitzondering of voorwaarde.")
    if not norm.conditional and norm.stance == "verbod" and conditional:
        yield Difference("exception", "Kent hier een uitzondering of voorwaarde; het model niet.")
    yield from _stance_difference(text, norm, rules)


def _rule_part(text: str, rules: Rules) -> str:
    """The text up to its exception: who may permit something is not whom it is forbidden to."""
    exception = rules.pattern("conditional").search(text)
    return text[: exception.start()] if exception and exception.start() > 0 else text


def _age_difference(text: str, norm: Norm, declared: frozenset[int], rules: Rules) -> Iterable[Difference]:
    ages = set(ages_in(text, rules)) or declared
    if not norm.ages or ages == norm.ages:
        return
    ours = _listed(str(age) for age in norm.ages)
    if ages:
        theirs = _listed(str(age) for age in ages)
        yield Difference("age", f"Leeftijd {theirs} jaar; in het model {ours} jaar.", theirs, ours)
    else:
        yield Difference("age_missing", f"Noemt geen leeftijd; in het model {ours} jaar.", "", ours)


def _stance_difference(text: str, norm: Norm, rules: Rules) -> Iterable[Difference]:
    forbids = bool(rules.pattern("verbod").search(text))
    allows = bool(rules.pattern("mag").search(text)) and not forbids
    if norm.stance == "verbod" and allows:
        yield Difference("allows", "Staat hier toe wat het model verbiedt.", "mag", "mag niet")
    if norm.stance == "mag" and forbids and not rules.pattern("mag").search(text):
        yield Difference(
            "forbids", "Verbiedt hier wat het model onder voorwaarden toestaat.", "mag niet", "mag"
        )


def _remarks(article: Article, norm: str, content: Sequence[ContentRule]) -> Iterable[str]:
    for rule in content:
        if (
            rule.remark
            and rule.tests[0].norm == norm
            and rule.tests[0].first(article.text[:_JUDGED]) is not None
        ):
            yield rule.message


def _listed(names: Iterable[str]) -> str:
    parts = sorted(names)
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
