"""From paragraphs to a protocol: title, sections, numbered articles, notes, definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deelwijs.core.protocol_text import headings, notes
from deelwijs.core.protocol_text.model import (
    Article,
    Hint,
    Note,
    Paragraph,
    Particular,
    ProtocolText,
    Section,
)
from deelwijs.core.protocol_text.rules import Role, Rules

_OWN = Role("", "E", ())  # a part that the model protocol does not have


@dataclass
class _Draft:
    """An article while it is read."""

    number: str
    title: str
    section: str
    role: Role
    code: str = ""
    paragraphs: list[str] = field(default_factory=list)
    sources: list[Paragraph] = field(default_factory=list)


def parse_protocol(paragraphs: Sequence[Paragraph], rules: Rules) -> ProtocolText:
    """Find the structure of a text. Never fails: a text without articles gives none."""
    filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    outside, titles = headings.split_contents(filled, rules)
    running, found_notes = notes.split_notes(outside, rules)
    contents = headings.Contents(frozenset(headings.folded(title) for title in titles))
    reading = _Reading(running, contents, rules)
    reading.read()
    articles = _named([*reading.drafts, *_definitions(found_notes, rules)])
    bare = ProtocolText(
        title=reading.title, version=reading.version, sections=tuple(reading.sections),
        articles=articles, notes=tuple(found_notes), marks=(), particulars=tuple(reading.particulars),
        empty_headings=tuple(reading.empty), contents=titles, running=tuple(running),
        numbered=reading.numbered,
    )  # fmt: skip
    marks = [mark for paragraph in running for mark in notes.marks_of(paragraph, rules)]
    return replace(bare, marks=tuple(replace(mark, article=bare.article_at(mark.place)) for mark in marks))


class _Reading:
    """One walk over the paragraphs."""

    def __init__(self, paragraphs: list[Paragraph], contents: headings.Contents, rules: Rules) -> None:
        self.paragraphs, self.contents, self.rules = paragraphs, contents, rules
        self.title = self.version = ""
        self.sections: list[Section] = []
        self.empty: list[Section] = []
        self.drafts: list[_Draft] = []
        self.particulars: list[Particular] = []
        self.numbered = 0
        self._role = _OWN
        self._open: _Draft | None = None
        self._bare_heading: Section | None = None  # a heading under which nothing stands yet
        self._itemised = False  # whether the section has numbers or bullets

    def read(self) -> None:
        """Take every paragraph in turn."""
        for index, paragraph in enumerate(self.paragraphs):
            if self._front_matter(paragraph):
                continue
            if heading := self._article_heading(paragraph):
                self._start(paragraph, heading["number"], title=heading["title"].strip())
            elif headings.is_heading(self.paragraphs, index, self.contents, self.rules):
                self._heading(index)
            else:
                self._body(index)
        self._close_heading(0)

    def _front_matter(self, paragraph: Paragraph) -> bool:
        """The title and the version above the first section."""
        if self.sections or self.drafts:
            return False
        text = paragraph.text.strip()
        if found := self.rules.pattern("version").match(text):
            self.version = self.version or found["version"].strip()
            return True
        if self.title and " | " in text and self._particular(paragraph):
            return True  # a table of particulars on the front page
        if not self.title and headings.role_of(text, self.rules) is None:
            is_line = len(text.split()) <= 14 and not text.endswith(".")
            if paragraph.hint in {Hint.TITLE, Hint.HEADING} or (
                paragraph.hint is Hint.BODY and is_line and not self._item(paragraph)
            ):
                self.title = text
                return True
        return False

    def _article_heading(self, paragraph: Paragraph) -> re.Match[str] | None:
        """ "Artikel 3 Foto's" or "A1. In de les" above its text."""
        text = paragraph.text.strip()
        sentence = self.rules.pattern("heading_end").search(text)
        for name in ("article_heading", "coded"):
            found = self.rules.pattern(name).match(text)
            is_title = paragraph.hint is Hint.HEADING or (not sentence and len(text.split()) <= 10)
            if found and is_title and text[:1].isupper():
                return found
        return None

    def _heading(self, index: int) -> None:
        paragraph = self.paragraphs[index]
        level = headings.level_of(paragraph, self.rules)
        self._close_heading(level)
        label = f"{paragraph.number} " if paragraph.number else ""
        title = notes.without_marks(label + paragraph.text.strip(), self.rules)
        self._role = headings.role_of(title, self.rules) or self._inherited(level)
        section = Section(title, self._role.key, paragraph.place, level)
        self.sections.append(section)
        self._bare_heading, self._open = section, None
        self._itemised = self._has_items(index)

    def _inherited(self, level: int) -> Role:
        """A sub-heading without a role of its own belongs to the part above it."""
        for section in reversed(self.sections):
            if section.level < level:
                return next((role for role in self.rules.roles if role.key == section.role), _OWN)
        return _OWN

    def _close_heading(self, next_level: int) -> None:
        if self._bare_heading and next_level <= self._bare_heading.level:
            self.empty.append(self._bare_heading)
        self._bare_heading = None

    def _has_items(self, index: int) -> bool:
        for later in range(index + 1, len(self.paragraphs)):
            paragraph = self.paragraphs[later]
            if headings.is_heading(self.paragraphs, later, self.contents, self.rules):
                return False
            if self._item(paragraph) or self._is_bullet(paragraph):
                return True
        return False

    def _body(self, index: int) -> None:
        paragraph = self.paragraphs[index]
        self._bare_heading = None
        if self._role.particulars:
            self._particular(paragraph)
        elif self._role.single:
            self._continue(paragraph)
        elif item := self._item(paragraph):
            number, text = item
            if self._open and self._open.number and number.startswith(f"{self._open.number}."):
                self._continue(paragraph, text)
            else:
                self._start(paragraph, number, text=text)
        elif self._is_bullet(paragraph) and not (self._open and self._open.number):
            self._start(paragraph, "", text=self.rules.pattern("bullet").sub("", paragraph.text))
        elif self._open or not self._itemised:
            self._prose(paragraph)

    def _prose(self, paragraph: Paragraph) -> None:
        """Text without a number goes on with what is open, or is an article where nothing has a number."""
        if not self.sections and not self.drafts:
            return
        if self._role is not _OWN and not self._itemised and not (self._open and self._open.title):
            self._open = None
        self._continue(paragraph)

    def _particular(self, paragraph: Paragraph) -> bool:
        text = self.rules.pattern("bullet").sub("", paragraph.text.strip())
        found = self.rules.pattern("particular").match(text)
        if found:
            label, value = found["label"].strip(), found["value"].strip()
            self.particulars.append(Particular(label, value, paragraph.place))
        return found is not None

    def _item(self, paragraph: Paragraph) -> tuple[str, str] | None:
        text = paragraph.text.strip()
        if paragraph.hint is Hint.ITEM and paragraph.number:
            return paragraph.number.rstrip(".)"), text
        for name in ("deep_item", "item"):
            if found := self.rules.pattern(name).match(text):
                return found["number"], found["text"]
        coded = self.rules.pattern("coded").match(text)
        if coded and coded["number"][0].isupper():
            return coded["number"], coded["title"]
        found = self.rules.pattern("article_heading").match(text)
        if found and text[:1].isupper() and found["title"]:
            return found["number"], found["title"]
        return None

    def _is_bullet(self, paragraph: Paragraph) -> bool:
        return paragraph.hint is Hint.BULLET or bool(self.rules.pattern("bullet").match(paragraph.text))

    def _start(self, paragraph: Paragraph, number: str, *, text: str = "", title: str = "") -> None:
        self._bare_heading = None
        section = self.sections[-1].title if self.sections else ""
        code = number.upper() if number[:1].isalpha() else ""
        self._open = _Draft(number, title, section, self._role, code)
        self._open.sources.append(paragraph)
        if text:
            self._open.paragraphs.append(notes.without_marks(text, self.rules).strip())
        self.drafts.append(self._open)
        self.numbered += bool(number)

    def _continue(self, paragraph: Paragraph, text: str | None = None) -> None:
        if self._open is None:
            self._start(paragraph, "")
        assert self._open is not None  # noqa: S101 - started just now
        if paragraph not in self._open.sources:
            self._open.sources.append(paragraph)
        words = self.rules.pattern("bullet").sub("", paragraph.text if text is None else text)
        self._open.paragraphs.append(notes.without_marks(words, self.rules).strip())


def _definitions(found: Sequence[Note], rules: Rules) -> list[_Draft]:
    """Notes that say what a word means: they count as articles of the part with definitions."""
    role = next((role for role in rules.roles if role.key == "begrippen"), _OWN)
    drafts = []
    for note in found:
        if rules.pattern("definition").match(note.text):
            draft = _Draft(note.label, "", "", role)
            draft.paragraphs.append(note.text)
            draft.sources.append(Paragraph(note.text, note.place, Hint.NOTE, number=note.label))
            drafts.append(draft)
    return drafts


def _named(drafts: Sequence[_Draft]) -> tuple[Article, ...]:
    """Articles with their ids: by their own code, else by the role of the section and a number."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    articles = []
    for draft in drafts:
        prefix = draft.role.prefix
        counts[prefix] = counts.get(prefix, 0) + 1
        wished = draft.code if draft.code not in taken else ""
        if not wished and draft.role.single:
            wished = prefix
        if not wished:
            wished = f"{prefix}{draft.number if _fits(draft, taken) else counts[prefix]}"
        while wished in taken:
            counts[prefix] += 1
            wished = f"{prefix}{counts[prefix]}"
        taken.add(wished)
        articles.append(
            Article(
                id=wished,
                number=draft.number,
                title=draft.title,
                section=draft.section,
                role=draft.role.key,
                paragraphs=tuple(part for part in draft.paragraphs if part),
                place=draft.sources[0].place,
                sources=tuple(draft.sources),
            )
        )
    return tuple(articles)


def _fits(draft: _Draft, taken: set[str]) -> bool:
    """Whether the printed number can be the article's number: plain, and not used before in this part."""
    plain = draft.number.isdigit() and draft.role.key not in {"", "begrippen"}
    return (
        plain
        and f"{draft.role.prefix}{int(draft.number)}" not in taken
        and str(int(draft.number)) == draft.number
    )
