"""What a protocol must hold and this one does not; and what it might hold."""

from __future__ import annotations

from collections.abc import Iterator

from deelwijs.core.protocol_text.model import Place, ProtocolText, TextFinding
from deelwijs.core.protocol_text.rules import NeededPart, Rules


def missing(protocol: ProtocolText, rules: Rules) -> Iterator[TextFinding]:
    """Parts that stand nowhere; their place is the top of the text."""
    top = protocol.running[0].place if protocol.running else Place(1)
    for part in _absent(protocol, rules.parts):
        yield TextFinding(part.code, "onderdeel", top, part.message)


def silent_topics(protocol: ProtocolText, rules: Rules) -> tuple[str, ...]:
    """Topics that other schools' protocols treat and this one does not: proposals, no defects."""
    return tuple(topic.message for topic in _absent(protocol, rules.topics))


def _absent(protocol: ProtocolText, parts: tuple[NeededPart, ...]) -> Iterator[NeededPart]:
    everything = "\n".join(
        [*(paragraph.text for paragraph in protocol.running), *(note.text for note in protocol.notes)]
    )
    for part in parts:
        if not any(pattern.search(everything) for pattern in part.patterns):
            yield part
