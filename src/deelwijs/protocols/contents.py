"""A protocol's content, to read: the articles that hold, with the school's own ages, names and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deelwijs.core.norms import Choices, chosen_readings, filled, holding_articles, parameter_values
from deelwijs.protocols.corpus import part_of


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as the school adopted it. ``is_own`` tells an article that the school wrote itself."""

    id: str
    title: str
    short: str
    text: str
    for_pupils: str
    explanation: str
    kind: str
    is_own: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The text, by paragraph."""
        return [line for line in self.text.splitlines() if line.strip()]

    @property
    def is_explained(self) -> bool:
        """Whether somebody wrote what it means; a school's own article may come without."""
        return bool(self.explanation or self.for_pupils)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the protocol with its articles, in order."""

    id: str
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """An age, a telephone number, a name: what an article refers to, and the value that it has here."""

    name: str
    article: str
    question: str
    unit: str
    value: str | int
    own: str | int  # the value that it has without a choice of the school
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """A place where readers differ: the choices with what each means, and the one that holds here."""

    name: str
    article: str
    question: str
    choices: Mapping[str, str]
    default: str
    chosen: str


class Readable:
    """What can be read from a content. Whoever inherits this has a field ``content``."""

    content: Mapping[str, Any]

    @property
    def choices(self) -> Choices:
        """What the school chose: readings, parameters, optional articles."""
        return Choices.of(self.content)

    @cached_property
    def parameters(self) -> dict[str, str | int]:
        """The ages, numbers and names as they are at this school."""
        return parameter_values(self.content, self.choices)

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles that hold at this school, by id, in the order of the text."""
        holding = holding_articles(self.content, self.choices)
        return {entry["id"]: self.article(entry) for entry in holding}

    def article(self, entry: Mapping[str, Any]) -> Article:
        """An entry of the content as an article, with the parameters filled in."""
        return Article(
            id=entry["id"],
            title=entry["titel"],
            short=entry["kort"],
            text=filled(entry["tekst"], self.parameters),
            for_pupils=filled(entry["uitleg_leerling"], self.parameters),
            explanation=filled(entry["uitleg"], self.parameters),
            kind=entry["kind"],
            is_own=entry.get("eigen", False),
        )

    @property
    def parts(self) -> list[Part]:
        """The articles by part: A1 to A9 stand in part A. A part without articles is left out."""
        parts = (
            Part(
                part["id"],
                part["titel"],
                tuple(article for article in self.articles.values() if part_of(article.id) == part["id"]),
            )
            for part in self.content["articles"]["parts"]
        )
        return [part for part in parts if part.articles]

    @property
    def settings(self) -> list[Setting]:
        """Every parameter, in the order of the protocol's data."""
        return [
            Setting(
                name=name,
                article=entry["bron"].partition(":")[0],
                question=entry.get("naam", entry["bron"].partition(": ")[2]),
                unit=entry.get("eenheid", ""),
                value=self.parameters[name],
                own=entry["waarde"],
                minimum=entry.get("van"),
                maximum=entry.get("tot"),
            )
            for name, entry in self.content["articles"]["parameters"].items()
        ]

    @property
    def readings(self) -> list[ReadingChoice]:
        """The readings of the articles that hold, with the choice that the school made."""
        holding = holding_articles(self.content, self.choices)
        chosen = chosen_readings(holding, self.choices)
        return [
            ReadingChoice(
                name=name,
                article=article["id"],
                question=entry["vraag"],
                choices=entry["keuzes"],
                default=entry["standaard"],
                chosen=chosen.get(name, entry["standaard"]),
            )
            for article in holding
            for name, entry in article.get("lezingen", {}).items()
        ]


@dataclass(frozen=True)
class Model(Readable):
    """A content by itself, such as the model protocol or a working version."""

    content: Mapping[str, Any]
