"""What a mail server answered, and what that means for one message."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
_LONGEST = 200
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply code of SMTP (RFC 5321, section 4.2) with its words; code 0 when there came no reply.

    ``about_recipient`` is true for a reply to the address or to the message itself. A refusal of our own
    address or of the session says nothing about the recipient, so it is never final. ``may_have_arrived``
    is true when the connection broke after the message was sent: then only waiting is safe.
    """

    code: int
    words: str = ""
    about_recipient: bool = False
    may_have_arrived: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the server took the message over."""
        return 200 <= self.code < 300

    @property
    def is_final(self) -> bool:
        """Whether trying again is no use."""
        return self.about_recipient and 500 <= self.code < 600

    @property
    def line(self) -> str:
        """The answer on one line, to keep: without addresses, which are personal data."""
        return without_addresses(f"{self.code or 'geen antwoord'} {self.words}".strip())


def without_addresses(text: str) -> str:
    """A server's words with each mail address taken out, on one line."""
    return _ADDRESS.sub("<adres>", " ".join(text.split()))[:_LONGEST]
