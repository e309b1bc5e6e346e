"""The edits: one function each, from a content to the changed one. What is given is never touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from deelwijs.core.drafting.own_rules import Kit, OwnRule, norm_of
from deelwijs.core.norms import NO_CHOICES, Choices, chosen_readings, holding_articles

Content = Mapping[str, Any]
_SHORT_WORDS = 3
_KINDS = {"verbod": "verbod", "overleg": "plicht", "eis": "plicht", "mededeling": "feit"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article says, and what that means for pupils (je) and for parents and staff (u).

    ``{name}`` in a text stands for a parameter.
    """

    title: str
    text: str
    for_pupils: str
    explanation: str


@dataclass(frozen=True, slots=True)
class OwnArticle:
    """An article that the school writes itself, with one rule or none."""

    wording: Wording
    rule: OwnRule | None = None


def article_in(content: Content, article_id: str) -> Mapping[str, Any]:
    """The entry of an article, whether it holds or is switched off.

    Raises:
        KeyError: when there is none.
    """
    for entry in content["articles"]["articles"]:
        if entry["id"] == article_id:
            found: Mapping[str, Any] = entry
            return found
    raise KeyError(article_id)


def wording_of(entry: Mapping[str, Any]) -> Wording:
    """The words of an article's entry."""
    return Wording(entry["titel"], entry["tekst"], entry["uitleg_leerling"], entry["uitleg"])


def short_title(title: str) -> str:
    """What fits on the plate of an article."""
    return " ".join(title.split()[:_SHORT_WORDS]).rstrip(".,:;")


# --- Choices --------------------------------------------------------------------------------------
def with_parameter(content: Content, name: str, value: str | int | None) -> dict[str, Any]:
    """Another value for a parameter; None, or the value that it has of its own, takes the choice away.

    Raises:
        KeyError: when there is no such parameter.
    """
    own = content["articles"]["parameters"][name]["waarde"]
    choices = Choices.of(content)
    kept = _put(choices.parameters, name, None if value == own else value)
    return _with_choices(content, replace(choices, parameters=kept))


def with_reading(content: Content, name: str, choice: str | None) -> dict[str, Any]:
    """Another choice for a reading; None, or what holds without a choice, takes the choice away.

    Raises:
        KeyError: when there is no such reading, or no such choice.
    """
    defined = [entry["lezingen"] for entry in content["articles"]["articles"] if "lezingen" in entry]
    reading = next((some[name] for some in defined if name in some), None)
    if reading is None or (choice is not None and choice not in reading["keuzes"]):
        raise KeyError(name)
    choices = Choices.of(content)
    without = replace(choices, readings=_put(choices.readings, name, None))
    holding = holding_articles(content, without)
    if choice in {None, chosen_readings(holding, without).get(name, reading["standaard"])}:
        return _with_choices(content, without)
    return _with_choices(content, replace(choices, readings=_put(choices.readings, name, choice)))


def with_switched(content: Content, article_id: str, *, on: bool) -> dict[str, Any]:
    """An optional article switched on or off.

    Raises:
        KeyError: when there is no such optional article.
    """
    if not article_in(content, article_id).get("optioneel"):
        raise KeyError(article_id)
    choices = Choices.of(content)
    optional = choices.optional | {article_id} if on else choices.optional - {article_id}
    return _with_choices(content, replace(choices, optional=optional))


def _put(kept: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    without = {key: kept[key] for key in kept if key != name}
    return without if value is None else {**without, name: value}


def _with_choices(content: Content, choices: Choices) -> dict[str, Any]:
    without = {key: value for key, value in content.items() if key != "choices"}
    return without if choices == NO_CHOICES else {**without, "choices": choices.as_data()}


# --- Articles -------------------------------------------------------------------------------------
def with_wording(content: Content, article_id: str, wording: Wording, short: str) -> dict[str, Any]:
    """Other words for an article. ``short`` is what stands on its plate.

    Raises:
        KeyError: when there is no such article.
    """
    return _with_entry(content, article_id, lambda entry: {**entry, **_words(wording, short)})


def with_own_article(content: Content, article_id: str, own: OwnArticle, kit: Kit) -> dict[str, Any]:
    """Other words and another rule for an article of the school's own.

    Raises:
        KeyError: when there is no such article, or when it is not the school's own.
    """
    if not article_in(content, article_id).get("eigen"):
        raise KeyError(article_id)
    return _with_entry(content, article_id, lambda _: _own_entry(article_id, own, kit))


def with_article(content: Content, part: str, own: OwnArticle, kit: Kit) -> tuple[dict[str, Any], str]:
    """One more article of the school's own at the end of a part, with the id that it got.

    Raises:
        KeyError: when there is no such part.
    """
    order = [entry["id"] for entry in content["articles"]["parts"]]
    if part not in order:
        raise KeyError(part)
    article_id = next_id(content, part)
    articles = [*content["articles"]["articles"], _own_entry(article_id, own, kit)]
    # Stable: within a part everything stays where it was and the new one comes last.
    articles.sort(key=lambda entry: order.index(_part(entry["id"])))
    return _with_articles(content, articles), article_id


def without_article(content: Content, article_id: str) -> dict[str, Any]:
    """Without an article of the school's own.

    Raises:
        KeyError: when there is none of that id; an article of the model can only be switched off.
    """
    if not article_in(content, article_id).get("eigen"):
        raise KeyError(article_id)
    kept = [entry for entry in content["articles"]["articles"] if entry["id"] != article_id]
    return _with_articles(content, kept)


def next_id(content: Content, part: str) -> str:
    """The first free id at the end of a part: A10 after A9."""
    taken = [entry["id"] for entry in content["articles"]["articles"] if _part(entry["id"]) == part]
    return f"{part}{max((int(one[len(part) :] or 0) for one in taken), default=0) + 1}"


def _part(article_id: str) -> str:
    return article_id.rstrip("0123456789")


def _words(wording: Wording, short: str) -> dict[str, str]:
    return {
        "titel": wording.title,
        "kort": short,
        "tekst": wording.text,
        "uitleg_leerling": wording.for_pupils,
        "uitleg": wording.explanation,
    }


def _own_entry(article_id: str, own: OwnArticle, kit: Kit) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": article_id, "eigen": True, "kind": "beginsel"}
    entry |= _words(own.wording, short_title(own.wording.title))
    if own.rule:
        entry |= {"kind": _KINDS[own.rule.kind], "regel": own.rule.as_data()}
        entry["normen"] = [norm_of(own.rule, kit)]
    return entry


Change = Callable[[Mapping[str, Any]], dict[str, Any]]


def _with_entry(content: Content, article_id: str, change: Change) -> dict[str, Any]:
    article_in(content, article_id)
    entries = content["articles"]["articles"]
    return _with_articles(
        content, [change(entry) if entry["id"] == article_id else entry for entry in entries]
    )


def _with_articles(content: Content, articles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {**content, "articles": {**content["articles"], "articles": list(articles)}}
