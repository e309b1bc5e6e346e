"""One session with the mail server. Each message gets its own answer; no refusal stops the next one."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.utils import formataddr
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import SafeMIMEText, sanitize_address, utf8_charset_qp

from deelwijs.mail.answers import NO_ANSWER, Answer
from deelwijs.mail.models import Message

# What a server would say of an address that cannot be written in a mail at all (RFC 5321, section 4.2.2).
UNWRITABLE = 553
_SECONDS = 20  # per command; a server that is slower is tried again later


class UnreachableError(Exception):
    """No session can be had now; ``answer`` says what came instead."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.line)
        self.answer = answer


class Session:
    """A connection over which messages are handed over.

    Some servers allow only so many messages in one session. So what is refused for now on a connection
    that was used before is tried once more on a fresh one, before the refusal counts.
    """

    def __init__(self) -> None:
        self._backend, self._server = _connect()
        self._fresh = True

    def deliver(self, message: Message) -> Answer:
        """Hand one message over.

        Raises:
            UnreachableError: when the connection is lost and cannot be had again.
        """
        was_fresh, self._fresh = self._fresh, False
        answer = _converse(self._server, message)
        if answer.accepted or answer.is_final or answer.may_have_arrived or was_fresh:
            return answer
        self.close()
        self._backend, self._server = _connect()
        return _converse(self._server, message)

    def close(self) -> None:
        """Say goodbye, whatever the state of the connection."""
        with suppress(OSError):
            self._backend.close()


@contextmanager
def session() -> Iterator[Session]:
    """A fresh session, closed afterwards.

    Raises:
        UnreachableError: when the server cannot be reached or does not let us in.
    """
    opened = Session()
    try:
        yield opened
    finally:
        opened.close()


def _connect() -> tuple[EmailBackend, smtplib.SMTP]:
    backend = EmailBackend(timeout=_SECONDS)
    try:
        backend.open()
        server = cast("smtplib.SMTP", backend.connection)
        server.ehlo_or_helo_if_needed()
    except OSError as error:  # smtplib's own errors are among these
        with suppress(OSError):
            backend.close()
        raise UnreachableError(_answer_in(error)) from error
    return backend, server


def _converse(server: smtplib.SMTP, message: Message) -> Answer:
    """The three commands of one message (RFC 5321, section 3.3), until one is refused."""
    try:
        envelope = return_path(message), _bare(message.to), _composed(message)
    except (ValueError, MessageError) as error:
        return Answer(UNWRITABLE, type(error).__name__, about_recipient=True)
    sent = False
    try:
        answer = Answer(*_words(server.mail(envelope[0])))
        if answer.accepted:
            answer = Answer(*_words(server.rcpt(envelope[1])), about_recipient=True)
        if answer.accepted:
            sent = True
            answer = Answer(*_words(server.data(envelope[2])), about_recipient=True)
    except OSError as error:
        broken = _answer_in(error)
        return Answer(broken.code, broken.words, may_have_arrived=sent and broken.code == NO_ANSWER)
    if not answer.accepted:
        with suppress(OSError):
            server.rset()
    return answer


def return_path(message: Message) -> str:
    """Where the mail comes back to when it cannot be delivered: an address of its own for each message."""
    address = settings.MAIL_BOUNCES or settings.DEFAULT_FROM_EMAIL
    local, _, domain = _bare(address).rpartition("@")
    return f"{local}+{message.token}@{domain}" if settings.MAIL_BOUNCES else f"{local}@{domain}"


def _composed(message: Message) -> bytes:
    sender = settings.DEFAULT_FROM_EMAIL
    if message.sender:
        sender = formataddr((message.sender, _bare(sender)))
    domain = _bare(sender).rpartition("@")[2]
    headers = {
        # The same on each attempt, so that a mailbox can see that a repeated mail is one mail.
        "Message-ID": f"<{message.id}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday answers, please
    }
    mail = EmailMessage(message.subject, message.text, sender, [message.to], headers=headers)
    mail.encoding = utf8_charset_qp  # letters with accents reach servers that know ASCII alone
    composed = cast(SafeMIMEText, mail.message())
    return composed.as_bytes(linesep="\r\n")


def _bare(address: str) -> str:
    """An address without the name before it, its domain in the letters that SMTP knows."""
    return sanitize_address(address, "utf-8").rpartition("<")[2].rstrip(">")


def _words(reply: tuple[int, bytes]) -> tuple[int, str]:
    code, words = reply
    return code, words.decode("utf-8", "replace")


def _answer_in(error: OSError) -> Answer:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return Answer(
            error.smtp_code, words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        )
    return Answer(NO_ANSWER, type(error).__name__)
