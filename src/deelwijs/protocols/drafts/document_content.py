"""A working version from a school's own document: its texts, with the model's norms where they match."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deelwijs.core import drafting
from deelwijs.core.drafting import Content, OwnArticle, Wording, short_title
from deelwijs.core.protocol_text import Article, ProtocolText
from deelwijs.protocols.contents import Model
from deelwijs.protocols.corpus import part_of
from deelwijs.protocols.documents import ImportedProtocol
from deelwijs.protocols.documents.rules import load_rules
from deelwijs.protocols.drafts.kit import offer

OWN_PART = "E"
_OWN_PART_TITLE = "Eigen regels van de school"
_PARTICULARS_TITLE = "Over dit protocol"
_TITLE_WORDS = 8
_PART_NUMBER = re.compile(r"^(?:[A-Z]|\d+|[IVX]+)[.)]\s+")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a school decided about its document.

    ``matches`` gives for each of its articles the one of the model, or None for an article of its own.
    ``parameters`` are values that it takes over from its text; ``included`` are articles of the model that
    its text does not have and that are to hold all the same.
    """

    matches: Mapping[str, str | None]
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    included: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that the document has for a setting, other than the model's."""

    name: str
    question: str
    unit: str
    ours: str | int
    theirs: tuple[str | int, ...]
    certain: bool  # the document has just one value for it, and not the model's


def content_of(document: ImportedProtocol, model: Content, decisions: Decisions) -> dict[str, Any]:
    """The document as a content.

    Several articles on one of the model become one article, in the order of the document: a norm holds once.
    What the model has and the document has not can be switched on later.
    """
    text = document.protocol
    ours: dict[str, list[Article]] = defaultdict(list)
    own: list[Article] = []
    for article in text.articles:
        norm = decisions.matches.get(article.id)
        (ours[norm] if norm else own).append(article)
    articles = [_matched(entry, ours.get(entry["id"], [])) for entry in model["articles"]["articles"]]
    content: dict[str, Any] = {**model, "articles": {**model["articles"], "articles": articles}}
    content = _with_parts(content, text)
    for entry in articles:
        if entry.get("optioneel") and (entry["id"] in ours or entry["id"] in decisions.included):
            content = drafting.with_switched(content, entry["id"], on=True)
    for name, value in decisions.parameters.items():
        content = drafting.with_parameter(content, name, value)
    return _with_own(content, own, text)


def proposals(document: ImportedProtocol, model: Model) -> list[Proposal]:
    """The ages and telephone numbers that the document has and the model has not."""
    by_norm: dict[str, list[Article]] = defaultdict(list)
    for article in document.protocol.articles:
        if norm := document.match_of(article).norm:
            by_norm[norm].append(article)
    found = []
    for setting in model.settings:
        articles = by_norm.get(setting.article, [])
        theirs: tuple[str | int, ...] = ()
        if isinstance(setting.value, int):
            theirs = _ages(document, articles, setting.minimum or 0, setting.maximum or 0)
        elif setting.unit == "telefoonnummer":
            theirs = _numbers(articles)
        other = tuple(value for value in theirs if _bare(value) != _bare(setting.value))
        if other:
            certain = len(theirs) == len(other) == 1
            found.append(
                Proposal(setting.name, setting.question, setting.unit, setting.value, other, certain)
            )
    return found


def _ages(
    document: ImportedProtocol, articles: Iterable[Article], lowest: int, highest: int
) -> tuple[int, ...]:
    differences = [one for article in articles for one in document.match_of(article).differences]
    ages = {int(age) for one in differences if one.kind == "age" for age in re.findall(r"\d+", one.theirs)}
    return tuple(sorted(age for age in ages if lowest <= age <= highest))


def _numbers(articles: Iterable[Article]) -> tuple[str, ...]:
    phone = load_rules().pattern("phone")
    return tuple(dict.fromkeys(found[0] for article in articles for found in phone.finditer(article.text)))


def _bare(value: str | int) -> str:
    """A number without the blanks and dashes that people write in it."""
    return re.sub(r"\D", "", str(value))


# --- Articles ---------------------------------------------------------------------------------------
def _matched(entry: Mapping[str, Any], articles: list[Article]) -> dict[str, Any]:
    if not articles:
        return {**entry, "optioneel": True}
    title = next((article.title for article in articles if article.title), "")
    words = {"titel": title, "kort": short_title(title)} if title else {}
    return {**entry, **words, "tekst": "\n".join(_text(article) for article in articles)}


def _text(article: Article) -> str:
    return "\n".join(article.paragraphs) or article.title


def _with_own(content: dict[str, Any], own: list[Article], text: ProtocolText) -> dict[str, Any]:
    kit = offer(content).kit
    parts = {part["id"] for part in content["articles"]["parts"]}
    single = {entry["id"] for entry in content["articles"]["articles"]} & parts
    for article in own:
        part = part_of(article.id)
        words = Wording(article.title or _begin(_text(article)), _text(article), "", "")
        place = part if part in parts - single else OWN_PART
        content, _ = drafting.with_article(content, place, OwnArticle(words), kit)
    if text.particulars:
        lines = "\n".join(f"{entry.label}: {entry.value}" for entry in text.particulars)
        about = OwnArticle(Wording(_PARTICULARS_TITLE, lines, "", ""))
        content, _ = drafting.with_article(content, OWN_PART, about, kit)
    return content


def _begin(text: str) -> str:
    """The first words of an article without a title."""
    words = text.split()
    begin = " ".join(words[:_TITLE_WORDS]).rstrip(".,:;")
    return begin if len(words) <= _TITLE_WORDS else f"{begin} …"


def _with_parts(content: dict[str, Any], text: ProtocolText) -> dict[str, Any]:
    """The parts under the headings of the document, and one for what the model has no place for."""
    headings: dict[str, str] = {}
    for article in text.articles:
        if article.section and article.role:
            headings.setdefault(part_of(article.id), _PART_NUMBER.sub("", article.section))
    parts = [
        {**part, "titel": headings.get(part["id"], part["titel"])} for part in content["articles"]["parts"]
    ]
    parts.append({"id": OWN_PART, "titel": _OWN_PART_TITLE})
    return {**content, "articles": {**content["articles"], "parts": parts}}
