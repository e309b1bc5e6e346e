"""What readers know of a format beyond its words."""

from __future__ import annotations

import io

import docx as word
import pytest

from deelwijs.core.protocol_text import Hint
from deelwijs.protocols.documents.readers.counting import Counter, Level, shown
from deelwijs.protocols.documents.sandbox import read_paragraphs
from tests.protocols.documents import writing


def saved(document: word.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_table_in_word_gives_labels_and_values() -> None:
    document = word.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Eigenaar", "de rector"
    assert [paragraph.text for paragraph in read_paragraphs("a.docx", saved(document))] == [
        "Eigenaar | de rector"
    ]


def test_styles_based_on_a_heading_are_headings() -> None:
    document = word.Document()
    style = document.styles.add_style("Schoolkop", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Sancties", style="Schoolkop")
    (paragraph,) = read_paragraphs("a.docx", saved(document))
    assert (paragraph.hint, paragraph.level) == (Hint.HEADING, 2)


def test_bullets_in_word_have_no_number() -> None:
    document = word.Document()
    document.add_paragraph("Vraag het eerst.", style="List Bullet")
    document.add_paragraph("Plaats het dan.", style="List Number")
    bullet, item = read_paragraphs("a.docx", saved(document))
    assert (bullet.hint, bullet.number, item.hint, item.number) == (Hint.BULLET, "", Hint.ITEM, "1.")


def test_deeper_lists_in_an_opendocument_text() -> None:
    inner = "<text:list><text:list-item><text:p>Ook dit.</text:p></text:list-item></text:list>"
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>Een.</text:p><text:p>Vervolg.</text:p>'
        f"{inner}</text:list-item><text:list-item><text:p>Twee.</text:p></text:list-item></text:list>"
    )
    found = read_paragraphs("a.odt", writing.odt_with(body))
    assert [(paragraph.text, paragraph.number) for paragraph in found] == [
        ("Een.", "1."),
        ("Vervolg.", ""),
        ("Ook dit.", ""),
        ("Twee.", "2."),
    ]


def test_blanks_tabs_and_comments_in_an_opendocument_text() -> None:
    comment = "<office:annotation><text:p>weg</text:p></office:annotation>"
    body = f'<text:p>Een<text:s text:c="2"/>twee<text:tab/>drie{comment}</text:p>'
    (paragraph,) = read_paragraphs("a.odt", writing.odt_with(body))
    assert paragraph.text == "Een  twee\tdrie"


def test_lines_at_the_edge_of_every_page_are_left_out() -> None:
    page = writing._row(9, 60, 800, "Kompas College") + "{}" + writing._row(9, 300, 30, "Pagina {}")
    words = ["Vraag het eerst.", "Plaats het dan.", "Kijk het na.", "Haal het weg."]
    pages = [page.format(writing._row(11, 60, 700, text), at) for at, text in enumerate(words, start=1)]
    texts = [paragraph.text for paragraph in read_paragraphs("a.pdf", writing.pdf_with(pages))]
    assert " ".join(texts) == " ".join(words)


def test_cells_on_one_line_of_a_pdf_belong_together() -> None:
    page = writing._row(11, 60, 700, "Eigenaar") + writing._row(11, 300, 700, "de rector")
    (paragraph,) = read_paragraphs(
        "a.pdf", writing.pdf_with([writing._row(11, 60, 720, "Gegevens van dit protocol") + page])
    )[1:]
    assert paragraph.text == "Eigenaar | de rector"


def test_markdown_marks_are_no_words() -> None:
    text = "# Protocol\n\n**Sancties**\n\n1. De *leraar* belt [de mentor](https://kompas.example) op.\n"
    title, heading, item = read_paragraphs("a.md", text.encode())
    assert [title.hint, heading.hint] == [Hint.HEADING, Hint.HEADING]
    assert item.text == "1. De leraar belt de mentor op."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    (paragraph,) = read_paragraphs("a.txt", "1. Privé is privé.".encode(encoding))
    assert paragraph.text == "1. Privé is privé."


def test_lists_count_as_text_programs_do() -> None:
    counter = Counter({1: Level("LETTER", "%1."), 2: Level("decimal", "%1%2", start=3)})
    assert [counter.next(depth) for depth in (1, 2, 2, 1, 2)] == ["A.", "A3", "A4", "B.", "B3"]
    assert [shown(number, "roman") for number in (1, 4, 9, 14)] == ["i", "iv", "ix", "xiv"]
