"""Which paragraphs are headings, and which part of a protocol a heading opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deelwijs.core.protocol_text.model import Hint, Paragraph
from deelwijs.core.protocol_text.rules import Role, Rules

_LONGEST_HEADING = 14  # words
_LONGEST_BARE_HEADING = 12  # words, where nothing but its shape makes it one
_LONGEST_NUMBERED_HEADING = 8  # words
_BULLETS = {"-", "–", "•", "*", "·"}


@dataclass(frozen=True, slots=True)
class Contents:
    """The titles that a table of contents names, folded."""

    titles: frozenset[str]

    def names(self, text: str) -> bool:
        """Whether the table of contents names this heading."""
        return folded(text) in self.titles


def folded(text: str) -> str:
    """A heading without numbers, bullets, case and spare blanks, to compare it with another."""
    words = text.casefold().replace("\t", " ").split()
    while words and (words[0] in _BULLETS or words[0].rstrip(".)").replace(".", "").isdigit()):
        words = words[1:]
    return " ".join(words)


def split_contents(paragraphs: Sequence[Paragraph], rules: Rules) -> tuple[list[Paragraph], tuple[str, ...]]:
    """The paragraphs outside the table of contents, and the titles that stand in the table."""
    kept: list[Paragraph] = []
    titles: list[str] = []
    line, header = rules.pattern("contents_line"), rules.pattern("contents_title")
    inside = rules.pattern("contents_open_line")
    open_ = False
    for index, paragraph in enumerate(paragraphs):
        found = (inside if open_ else line).match(paragraph.text)
        if header.match(paragraph.text.strip("* ")):
            open_ = True
        elif paragraph.hint is Hint.CONTENTS or (found and (open_ or _in_a_row(paragraphs, index, rules))):
            titles.append(_bare(found["title"] if found else paragraph.text))
        elif open_ and not found and _comes_again(paragraphs, index):
            titles.append(_bare(paragraph.text))
        else:
            open_ = False
            kept.append(paragraph)
    return kept, tuple(titles)


def _bare(title: str) -> str:
    """A title out of a table of contents, without a bullet before or a bar behind it."""
    return title.lstrip("-–•*· ").rstrip(" |")


def _in_a_row(paragraphs: Sequence[Paragraph], index: int, rules: Rules) -> bool:
    """Three lines with a page number after one another are a table of contents, whatever stands above."""
    line = rules.pattern("contents_line")
    around = paragraphs[max(0, index - 2) : index + 3]
    return sum(1 for paragraph in around if line.match(paragraph.text)) >= 3


def _comes_again(paragraphs: Sequence[Paragraph], index: int) -> bool:
    text = folded(paragraphs[index].text)
    return any(folded(later.text) == text for later in paragraphs[index + 1 :])


def is_heading(paragraphs: Sequence[Paragraph], index: int, contents: Contents, rules: Rules) -> bool:
    """Whether the paragraph at ``index`` is the heading of a section (not of an article)."""
    paragraph = paragraphs[index]
    text = paragraph.text.strip()
    if paragraph.hint in {Hint.HEADING, Hint.TITLE}:
        return True
    if paragraph.hint in {Hint.ITEM, Hint.BULLET}:
        return False
    if contents.names(text):
        return True
    if rules.pattern("heading_end").search(text) or len(text.split()) > _LONGEST_HEADING:
        return False
    if rules.pattern("part").match(text) or rules.pattern("chapter").match(text):
        return True
    return _stands_alone(paragraphs, index, rules)


def _stands_alone(paragraphs: Sequence[Paragraph], index: int, rules: Rules) -> bool:
    paragraph = paragraphs[index]
    following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    text = paragraph.text.strip()
    item = rules.pattern("item").match(text)
    if item:
        return _numbered_heading(item["text"], following, rules)
    return (
        paragraph.apart
        and (following is None or following.apart)
        and text[:1].isupper()
        and len(text.split()) <= _LONGEST_BARE_HEADING
        and not rules.pattern("particular").match(text)
        and not rules.pattern("version").match(text)
        and not rules.pattern("deep_item").match(text)
        and not rules.pattern("coded").match(text)
        and not rules.pattern("bullet").match(text)
    )


def _numbered_heading(title: str, following: Paragraph | None, rules: Rules) -> bool:
    """ "2. Reikwijdte" opens a section when its words say so or deeper numbers follow."""
    if following is None or len(title.split()) > _LONGEST_NUMBERED_HEADING:
        return False
    return bool(rules.pattern("deep_item").match(following.text)) or (
        role_of(title, rules) is not None and len(title.split()) <= 5
    )


def role_of(title: str, rules: Rules) -> Role | None:
    """The part of a protocol that a heading opens, by its words."""
    text = folded(title)
    stripped = rules.pattern("part").match(title.strip())
    for role in rules.roles:
        candidates = [text, folded(stripped["title"])] if stripped else [text]
        if any(pattern.search(candidate) for pattern in role.patterns for candidate in candidates):
            return role
    return None


def level_of(paragraph: Paragraph, rules: Rules) -> int:
    """The depth of a heading, from 1: as its format says, else by its number."""
    if paragraph.level:
        return paragraph.level
    if deep := rules.pattern("deep_item").match(paragraph.text):
        return str(deep["number"]).count(".") + 1
    return 1
