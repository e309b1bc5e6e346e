"""The structure of a text: parts, articles, notes and definitions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deelwijs.core.protocol_text import ProtocolText, lint_protocol, match_articles
from deelwijs.protocols.documents.rules import load_rules
from tests.core.protocol_text.texts import parsed


def ids(protocol: ProtocolText) -> list[str]:
    return [article.id for article in protocol.articles]


def test_title_and_version_stand_above_the_parts() -> None:
    protocol = parsed("Protocol sociale media\n\nVersie 3, juni 2026\n\nInleiding\n\nDit is nieuw.\n")
    assert (protocol.title, protocol.version) == ("Protocol sociale media", "3, juni 2026")


def test_articles_are_named_after_the_role_of_their_part() -> None:
    text = (
        "Protocol\n\nInleiding\n\nDit is nieuw.\n\nUitgangspunten\n\n1. Een.\n2. Twee.\n\nDoelgroep en "
        "reikwijdte\n\n"
        "1. Een.\n\nA. Voor iedereen\n\n1. Een.\n\nB. Voor medewerkers tijdens het werk\n\n1. Een.\n\n"
        "C. Voor medewerkers privé\n\n1. Een.\n\nSancties\n\n1. Een.\n\nKantine\n\n1. Een.\n"
    )
    assert ids(parsed(text)) == ["Inl", "U1", "U2", "D1", "A1", "B1", "C1", "S1", "E1"]


def test_a_table_of_contents_is_skipped() -> None:
    text = (
        "Protocol\n\nInhoud\n\nUitgangspunten\t2\nSancties ..... 3\n\nUitgangspunten\n\n1. Een.\n\n"
        "Sancties\n\n1. Twee.\n"
    )
    protocol = parsed(text)
    assert ids(protocol) == ["U1", "S1"]
    assert protocol.contents == ("Uitgangspunten", "Sancties")
    assert protocol.empty_headings == ()


def test_a_contents_list_without_page_numbers_is_skipped_too() -> None:
    text = (
        "Protocol\n\nInhoud\n\n- Uitgangspunten\n- Sancties\n\nUitgangspunten\n\n1. Een.\n\n"
        "Sancties\n\n1. Twee.\n"
    )
    assert ids(parsed(text)) == ["U1", "S1"]


def test_text_after_a_number_belongs_to_it() -> None:
    text = "Protocol\n\nSancties\n\n1. Eerst dit.\nDan dat.\na) En dit ook.\n2. Iets anders.\n"
    (first, second) = parsed(text).articles
    assert first.paragraphs == ("Eerst dit.", "Dan dat.", "a) En dit ook.")
    assert second.paragraphs == ("Iets anders.",)


def test_deep_numbers_under_numbered_headings() -> None:
    text = "Protocol\n\n1. Uitgangspunten\n\n1.1 Een.\n1.2 Twee.\n\n2. Sancties\n\n2.1 Drie.\n"
    protocol = parsed(text)
    assert [section.title for section in protocol.sections] == ["1. Uitgangspunten", "2. Sancties"]
    assert [(article.id, article.number) for article in protocol.articles] == [
        ("U1", "1.1"),
        ("U2", "1.2"),
        ("S1", "2.1"),
    ]


def test_articles_with_headings_of_their_own() -> None:
    text = (
        "Reglement\n\nArtikel 1 Foto's\n\nDe school vraagt het.\n\nArtikel 2 Vrienden\n\nLeraren "
        "doen dat niet.\n"
    )
    found = [(article.number, article.title, article.paragraphs) for article in parsed(text).articles]
    assert found == [
        ("1", "Foto's", ("De school vraagt het.",)),
        ("2", "Vrienden", ("Leraren doen dat niet.",)),
    ]


def test_codes_of_articles_are_kept() -> None:
    text = "Protocol\n\nVoor iedereen\n\nA1 In de les\n\nGeen opnames.\n\nA2. Privacy\n\nGeen namen.\n"
    assert ids(parsed(text)) == ["A1", "A2"]


def test_bullets_are_articles_where_nothing_has_a_number() -> None:
    text = "Protocol\n\nRegels voor iedereen\n\n- Vraag het eerst.\n- Plaats het dan.\n"
    assert [article.paragraphs for article in parsed(text).articles] == [
        ("Vraag het eerst.",),
        ("Plaats het dan.",),
    ]


def test_marks_and_notes_are_kept_apart_from_the_words() -> None:
    text = (
        "Protocol\n\nSancties\n\n1. De leraar^[1] belt[2].\n\n[1] Leraar: wie lesgeeft.\n\n[2] Met "
        "de telefoon.\n"
    )
    protocol = parsed(text)
    assert protocol.articles[0].paragraphs == ("De leraar belt.",)
    assert [(mark.label, mark.article) for mark in protocol.marks] == [("1", "S1"), ("2", "S1")]
    assert [note.label for note in protocol.notes] == ["1", "2"]
    assert ids(protocol) == ["S1", "V1"]  # a note that says what a word means is a definition


def test_particulars_are_no_articles() -> None:
    protocol = parsed(
        "Protocol\n\nSancties\n\n1. Een.\n\nContactgegevens\n\nEigenaar: de rector\nVragen: de mentor\n"
    )
    assert ids(protocol) == ["S1"]
    assert [(entry.label, entry.value) for entry in protocol.particulars] == [
        ("Eigenaar", "de rector"),
        ("Vragen", "de mentor"),
    ]


def test_a_table_above_the_first_part_holds_particulars() -> None:
    text = "Protocol\n\nVersie 2 – vastgesteld in juni\n\nEigenaar | de rector\n\nSancties\n\n1. Een.\n"
    protocol = parsed(text)
    assert (protocol.version, ids(protocol)) == ("2", ["S1"])
    assert [entry.value for entry in protocol.particulars] == ["de rector"]


def test_a_number_used_twice_gives_two_ids() -> None:
    assert ids(parsed("Protocol\n\nSancties\n\n1. Een.\n1. Twee.\n2. Drie.\n")) == ["S1", "S2", "S3"]


PIECES = st.sampled_from(
    ["1. ", "A. ", "a) ", "Artikel 3 ", "Sancties", "Inhoud", "Uitgangspunten", "\t2", "[1]", "[naam]", "²",
     "(naam school)", "\n", "\n\n", "mits ", "kan ", "gemeld ", "Bijlage 2", "vanaf 16 jaar ", "- ",
     "waarschuwing, ontslag, berisping", "toestemming ", "persoonsgegevens ", ".", "Eigenaar: "]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=12), max_size=60).map("".join))
def test_any_text_is_read_and_judged(text: str) -> None:
    protocol = parsed(text)
    matches = match_articles(protocol, load_rules())
    findings = lint_protocol(protocol, matches, load_rules())
    assert len(set(ids(protocol))) == len(protocol.articles) == len(matches)
    last = text.count("\n") + 1
    assert all(1 <= finding.place.line <= last and finding.message for finding in findings)
