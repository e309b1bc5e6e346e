"""Lines become paragraphs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.protocol_text import Paragraph, Place, TextLine, paragraphs_from_lines


def joined(*rows: str) -> list[Paragraph]:
    return paragraphs_from_lines([TextLine(row, Place(number)) for number, row in enumerate(rows, start=1)])


def test_wrapped_lines_are_one_paragraph() -> None:
    (paragraph,) = joined(
        "De leraar vraagt de leerling", "eerst om toestemming voor", "het plaatsen van een foto."
    )
    assert (
        paragraph.text == "De leraar vraagt de leerling eerst om toestemming voor het plaatsen van een foto."
    )


def test_a_word_broken_at_the_end_of_a_line_is_made_whole() -> None:
    (paragraph,) = joined("De leraar vraagt eerst om toestem-", "ming van de leerling.")
    assert paragraph.text == "De leraar vraagt eerst om toestemming van de leerling."


def test_a_hyphen_before_en_stays() -> None:
    (paragraph,) = joined("Dit geldt voor het maken van foto-", "en filmopnamen op school.")
    assert "foto- en film" in paragraph.text


def test_an_empty_line_or_a_number_opens_a_paragraph() -> None:
    rows = ("1. De leraar vraagt het.", "2. De leerling beslist.", "", "Tot slot")
    assert [paragraph.text for paragraph in joined(*rows)] == [row for row in rows if row]


def test_every_character_knows_its_line() -> None:
    (paragraph,) = joined("De leraar vraagt de leerling", "eerst om toestemming.")
    assert paragraph.place_at(paragraph.text.index("leraar")) == Place(1)
    assert paragraph.place_at(paragraph.text.index("eerst")) == Place(2)


def test_long_lines_are_paragraphs_of_their_own() -> None:
    long = "De leraar vraagt de leerling eerst om toestemming. " * 4
    assert len(joined(long, "Daarna plaatst hij de foto.")) == 2


@given(st.lists(st.text(alphabet="ab -.1)\t", max_size=40), max_size=20))
def test_no_letter_is_lost(rows: list[str]) -> None:
    letters = "".join(char for row in rows for char in row if char in "ab1")
    assert "".join(char for p in joined(*rows) for char in p.text if char in "ab1") == letters
