"""What a draft text gives away of the people of a school."""

from deelwijs.core.text.check import check_text
from deelwijs.core.text.index import RosterIndex, build_index
from deelwijs.core.text.lexicon import Lexicon, LexiconError, parse_lexicon
from deelwijs.core.text.model import (
    AuthorContext,
    AuthorRole,
    ChannelKind,
    Disclosure,
    MatchKind,
    SchoolNames,
    Setting,
    TextCheck,
    TextMatch,
)

__all__ = [
    "AuthorContext",
    "AuthorRole",
    "ChannelKind",
    "Disclosure",
    "Lexicon",
    "LexiconError",
    "MatchKind",
    "RosterIndex",
    "SchoolNames",
    "Setting",
    "TextCheck",
    "TextMatch",
    "build_index",
    "check_text",
    "parse_lexicon",
]
