"""The mail server as one setting: ``smtp+tls://name:password@mail.school.example``."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Scheme -> (port, STARTTLS, TLS from the first byte). Ports after RFC 6409 and RFC 8314.
_SCHEMES = {
    "smtp": (25, False, False),
    "smtp+tls": (587, True, False),
    "smtps": (465, False, True),
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and how. Without a host there is none."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def read_server_url(text: str) -> MailServer:
    """Read the setting; an empty one is no server.

    Raises:
        ValueError: when the address is not one. The message leaves its password out.
    """
    if not text:
        return MailServer()
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("a mail server looks like smtp+tls://name:password@host:587 (or smtp:, smtps:)")
    port, starttls, tls = _SCHEMES[parts.scheme]
    return MailServer(
        host=parts.hostname,
        port=parts.port or port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls,
        tls=tls,
    )
