"""Signed roots: written in the format of the public logs, and read without trusting a word."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta, timezone

import pytest

from deelwijs.core.ledger import notes
from deelwijs.core.ledger.notes import Checkpoint, NoteError, read_checkpoint, read_note
from tests.core.ledger import second_opinion
from tests.core.ledger.chains import FIRST_KEY, MORNING, NEXT_KEY, TENANT, public

ROOT = bytes(range(32))
CHECKPOINT = Checkpoint(TENANT, 1234, ROOT, MORNING)
SIGNED = CHECKPOINT.signed(FIRST_KEY)
# The example in the documentation of the Go library that defined signed notes.
GO_PUBLIC = b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
    "BwJnAM=\n"
)


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    note = read_note(SIGNED)
    assert note.signer([public(NEXT_KEY), public(FIRST_KEY)]) == public(FIRST_KEY)
    assert note.signer([public(NEXT_KEY)]) is None
    assert read_checkpoint(note.text) == CHECKPOINT
    assert second_opinion.opens(SIGNED, [public(FIRST_KEY)]) == note.text


def test_the_text_is_a_checkpoint_of_the_public_logs() -> None:
    assert CHECKPOINT.text.split("\n") == [
        f"deelwijs/{TENANT}",
        "1234",
        b64encode(ROOT).decode(),
        "time 2026-11-23T07:00:00Z",
        "",
    ]


def test_a_note_that_another_program_signed_can_be_read() -> None:
    assert read_note(GO_NOTE).signer([GO_PUBLIC]) == GO_PUBLIC
    assert read_note(GO_NOTE.replace("cryptography", "cryptology")).signer([GO_PUBLIC]) is None


def test_the_time_is_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    at = datetime(2026, 7, 1, 4, 10, tzinfo=summer)
    assert "time 2026-07-01T02:10:00Z\n" in Checkpoint(TENANT, 1, ROOT, at).text


def test_more_than_one_may_sign() -> None:
    """A witness adds a line of its own; unknown signatures are passed over."""
    other = notes.sign(CHECKPOINT.text, "getuige.example", NEXT_KEY)
    both = SIGNED + other.rpartition("\n\n")[2]
    assert read_note(both).signer([public(NEXT_KEY)]) == public(NEXT_KEY)
    assert read_note(both).signer([public(FIRST_KEY)]) == public(FIRST_KEY)


@pytest.mark.parametrize(
    ("old", "new"),
    [("1234", "1235"), ("AAEC", "AAED"), ("07:00:00", "07:00:01"), (TENANT[:8], "8" * 8)],
)
def test_a_changed_word_is_not_signed(old: str, new: str) -> None:
    changed = SIGNED.replace(old, new, 1)
    assert changed != SIGNED
    assert read_note(changed).signer([public(FIRST_KEY)]) is None


def test_a_signature_says_under_which_name_it_was_set() -> None:
    text, _, line = SIGNED.rpartition("\n\n")
    renamed = f"{text}\n\n{line.replace(TENANT, TENANT.replace('7', '8'))}"
    assert read_note(renamed).signer([public(FIRST_KEY)]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "woorden",
        "woorden\n",
        SIGNED.rstrip("\n"),
        SIGNED.replace("\n\n", "\n"),
        SIGNED.replace("— ", "- "),
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("time", "ti\tme"),
        "woorden\n\n— naam AAAA\n",
        "woorden\n\n— naam AAAAAAA\n",
        "woorden\n\n— naam AAAAAAA==\n— \n",
        SIGNED + "— naam AAAAAAAA\n" * 16,
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        read_note(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("deelwijs/", "elders/"),
        (f"deelwijs/{TENANT}", "deelwijs/"),
        ("\n1234\n", "\n01234\n"),
        ("\n1234\n", "\n-1\n"),
        ("\n1234\n", "\n१२\n"),
        ("\n1234\n", "\n" + "9" * 40 + "\n"),
        ("AAEC", "AAE"),
        ("Hh8=", "Hh9="),
        ("time ", "tijd "),
        ("time 2026", "time 26"),
        ("-23T07", "-23 07"),
        ("-11-23", "-11-31"),
        ("Z\n", "Z\nmeer\n"),
        ("Z\n", "Z"),
    ],
)
def test_what_is_no_checkpoint_of_ours_is_refused(old: str, new: str) -> None:
    changed = CHECKPOINT.text.replace(old, new)
    assert changed != CHECKPOINT.text
    with pytest.raises(NoteError):
        read_checkpoint(changed)


def test_a_key_vouches_for_the_next_one() -> None:
    note = notes.succession(public(NEXT_KEY), MORNING, FIRST_KEY)
    assert notes.is_successor(public(NEXT_KEY), note, public(FIRST_KEY))
    assert not notes.is_successor(public(NEXT_KEY), note, public(NEXT_KEY))
    assert not notes.is_successor(public(FIRST_KEY), note, public(FIRST_KEY))
    assert not notes.is_successor(public(NEXT_KEY), SIGNED, public(FIRST_KEY))
    assert not notes.is_successor(public(NEXT_KEY), "woorden", public(FIRST_KEY))


def test_what_people_compare_is_short_enough_to_read_aloud() -> None:
    assert CHECKPOINT.line == ("1234 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f")
    print_ = notes.fingerprint(public(FIRST_KEY))
    assert len(print_) == 39
    assert print_ != notes.fingerprint(public(NEXT_KEY))
