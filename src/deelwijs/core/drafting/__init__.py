"""A protocol's content while people change it: each edit gives a new content. Plain data in and out.

A content is what a school adopts: ``articles``, ``facts``, ``answers`` and the like, with ``choices`` where
the school made any. A content that is back at the model is equal to it, so that its hash is too.
"""

from deelwijs.core.drafting.editing import (
    Content,
    OwnArticle,
    Wording,
    article_in,
    next_id,
    short_title,
    with_article,
    with_own_article,
    with_parameter,
    with_reading,
    with_switched,
    with_wording,
    without_article,
    wording_of,
)
from deelwijs.core.drafting.own_rules import About, Kit, OwnRule, RuleKind, norm_of

__all__ = [
    "About",
    "Content",
    "Kit",
    "OwnArticle",
    "OwnRule",
    "RuleKind",
    "Wording",
    "article_in",
    "next_id",
    "norm_of",
    "short_title",
    "with_article",
    "with_own_article",
    "with_parameter",
    "with_reading",
    "with_switched",
    "with_wording",
    "without_article",
    "wording_of",
]
