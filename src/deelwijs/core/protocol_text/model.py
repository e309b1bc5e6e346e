"""What a protocol is made of when it comes in as a text: paragraphs first, sections and articles later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Hint(StrEnum):
    """What a reader of a file format knows of a paragraph without understanding it."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    BULLET = "bullet"
    NOTE = "note"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a line or paragraph, counted from 1, on a page where there are pages."""

    line: int
    page: int | None = None

    @property
    def order(self) -> tuple[int, int]:
        """By which places are sorted in the order of the text."""
        return self.page or 0, self.line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader gives it.

    ``number`` is a label that the format keeps apart from the text, such as Word's automatic numbers.
    ``level`` is the depth of a heading or list, from 1; 0 where unknown.
    ``apart`` tells whether something stands between this paragraph and the one before it.
    ``breaks`` are pairs (offset in the text, line) where a paragraph is made of several lines.
    """

    text: str
    place: Place
    hint: Hint = Hint.BODY
    level: int = 0
    number: str = ""
    apart: bool = True
    breaks: tuple[tuple[int, Place], ...] = ()

    def place_at(self, offset: int) -> Place:
        """The place of the character at ``offset`` of the text."""
        found = self.place
        for start, place in self.breaks:
            if start > offset:
                break
            found = place
        return found


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``role`` is the part of a protocol that it fills, or ""."""

    title: str
    role: str
    place: Place
    level: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the number as printed, and its sub-paragraphs without numbers and note marks.

    ``id`` is unique in the text. It follows the role of the section: A1 is the first article for everybody.
    ``sources`` are the paragraphs that it was read from.
    """

    id: str
    number: str
    title: str
    section: str
    role: str
    paragraphs: tuple[str, ...]
    place: Place
    sources: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """Title and sub-paragraphs, one below the other."""
        return "\n".join((self.title, *self.paragraphs) if self.title else self.paragraphs)


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark in the running text that points to a note."""

    label: str
    place: Place
    article: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote or endnote."""

    label: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Particular:
    """A line "label: value" outside the articles, such as the owner of the protocol."""

    label: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """A protocol with its structure found. ``running`` is every paragraph outside the table of contents."""

    title: str
    version: str
    sections: tuple[Section, ...]
    articles: tuple[Article, ...]
    notes: tuple[Note, ...]
    marks: tuple[NoteMark, ...]
    particulars: tuple[Particular, ...]
    empty_headings: tuple[Section, ...]
    contents: tuple[str, ...]
    running: tuple[Paragraph, ...]
    numbered: int

    def article_at(self, place: Place) -> str:
        """The id of the article in which a place lies, or ""."""
        for article in self.articles:
            for source in article.sources:
                if place == source.place or any(place == at for _, at in source.breaks):
                    return article.id
        return ""


@dataclass(frozen=True, slots=True)
class TextFinding:
    """A defect of a text. ``family`` says whether form, a missing part, or the contents are at stake."""

    code: str
    family: str
    place: Place
    message: str
    article: str = ""
