"""Everything of a post that goes out in writing, held against the people of the school."""

from __future__ import annotations

from functools import lru_cache

from deelwijs.core.people import Person
from deelwijs.core.publication import Standing
from deelwijs.core.text import (
    AuthorContext,
    AuthorRole,
    RosterIndex,
    SchoolNames,
    Setting,
    TextCheck,
    build_index,
    check_text,
)
from deelwijs.people.models import School
from deelwijs.protocols.lexicon import load_lexicon
from deelwijs.publications.models import Photo, Publication


def written(post: Publication) -> str:
    """Title, text and the descriptions of the photos, a line each: a name may hide in any of them."""
    descriptions = [photo.alt_text for photo in post.photos.all() if photo.state == Photo.State.READY]
    return "\n".join([post.title, post.text, *descriptions])


def check(post: Publication, roster: tuple[Person, ...]) -> TextCheck:
    """What the text check makes of a post."""
    index = _index(roster, _school_names(post.school))
    author = AuthorContext(
        person_id=str(post.author_id),
        role=AuthorRole.EMPLOYEE,
        setting=Setting.WORK if post.standing == Standing.WORK.value else Setting.PRIVATE,
    )
    return check_text(written(post), index, author=author)


@lru_cache(maxsize=4)
def _index(roster: tuple[Person, ...], school: SchoolNames) -> RosterIndex:
    """Building costs more than checking, and a school's people change rarely."""
    return build_index(roster, school, load_lexicon())


def _school_names(school: School) -> SchoolNames:
    return SchoolNames(
        name=school.name,
        aliases=tuple(school.aliases),
        city=school.city,
        phone=school.phone,
        email_domain=school.email_domain,
    )
