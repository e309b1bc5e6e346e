"""The sentences that B2, C3 and C4 ask for, ready to add."""

from __future__ import annotations

from deelwijs.core.publication import Standing
from deelwijs.protocols.wording import wording
from deelwijs.publications.models import Publication


def sentence_for(post: Publication, code: str) -> str | None:
    """The sentence behind a way out, filled in for this author; None for a code that adds nothing."""
    sentences: dict[str, str] = wording()["zinnen"]
    names = {"functie": _in_a_sentence(post.author.function) or "medewerker", "school": post.school.name}
    if code == "add_opinion":
        return sentences["eigen_mening"].format(**names)
    if code == "add_role":
        at_work = post.standing == Standing.WORK.value
        key = "vermelding_medewerker_en_functie" if at_work else "vermelding_medewerker"
        return sentences[key].format(**names)
    return None


def _in_a_sentence(function: str) -> str:
    """As in "docent Nederlands": a small letter in front, unless the word is an abbreviation."""
    if function[1:2].isupper():
        return function
    return function[:1].lower() + function[1:]
