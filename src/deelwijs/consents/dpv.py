"""A consent receipt for machines, in the terms of the W3C Data Privacy Vocabulary.

After the community's guide to ISO/IEC TS 27560:2023, consent records and receipts (w3id.org/dpv/guides/
consent-27560). It holds what the school has on record and nothing more: where the guide wants what no
consent decision says (how long, where stored), the school's privacy statement speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deelwijs.consents.receipts import HOW, ConsentReceipt, Given
from deelwijs.core.consent import Capacity

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_INDICATED_BY = {Capacity.SELF: "dpv:DataSubject", Capacity.GUARDIAN: "dpv:GuardianOfDataSubject"}


def as_json_ld(receipt: ConsentReceipt, made_at: datetime, manage_url: str) -> dict[str, Any]:
    """The receipt as JSON-LD. ``manage_url`` is where the person changes or withdraws the answer."""
    controller = {"@type": "dpv:DataController", "dpv:hasName": receipt.controller}
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{receipt.last.id}",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": receipt.last.id,
        "dct:conformsTo": "ISO/IEC TS 27560:2023",
        "dct:created": _time(made_at),
        "dct:publisher": {"@type": "dpv:Organisation", "dpv:hasName": receipt.school},
        "dpv:hasRecordOfActivity": {
            "@type": "dpv:ConsentRecord",
            "dct:identifier": f"{receipt.person_id}/{receipt.purpose}/{receipt.channel}",
            "dpv:hasDataSubject": {
                "@id": f"urn:uuid:{receipt.person_id}",
                "@type": "dpv:DataSubject",
                "dpv:hasName": receipt.person,
            },
            "dpv:hasDataController": controller,
            "dpv:hasJurisdiction": {"@id": "loc:NL"},
            "dpv:hasApplicableLaw": {"@id": "eu-gdpr:GDPR"},
            "dpv:hasProcess": _process(receipt),
            "dpv:hasNotice": [_notice(given) for given in _each_text(receipt.answers)],
            "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": manage_url},
            "dpv:hasConsentStatus": [_status(receipt.answers, at) for at in range(len(receipt.answers))],
        },
    }


def _process(receipt: ConsentReceipt) -> dict[str, Any]:
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:title": receipt.purpose_name},
        "dpv:hasRecipient": {"@type": "dpv:Recipient", "dct:title": receipt.channel_name},
        "dpv:hasLegalBasis": {"@id": "eu-gdpr:A6-1-a"},
    }


def _each_text(answers: Sequence[Given]) -> list[Given]:
    """One answer for each version of the words."""
    return list({given.text_hash: given for given in answers}.values())


def _notice(given: Given) -> dict[str, Any]:
    return {
        "@type": "dpv:ConsentNotice",
        "dct:identifier": f"sha256:{given.text_hash}",
        "dct:hasVersion": str(given.version),
        "dct:language": given.language.code,
        "dct:description": " ".join(
            [given.words.question, given.words.looks_like, *(line for _, line in given.words.consequences)]
        ),
    }


def _status(answers: Sequence[Given], at: int) -> dict[str, Any]:
    """What an answer made of the consent; a no after a yes is a withdrawal."""
    given, earlier = answers[at], answers[at + 1 :]
    types = ["dpv:ConsentGiven", "dpv:ExpressedConsent"] if given.is_yes else ["dpv:ConsentRefused"]
    if not given.is_yes and earlier and earlier[0].is_yes:
        types = ["dpv:ConsentWithdrawn"]
    return {
        "@id": f"urn:uuid:{given.id}",
        "@type": types,
        "dpv:isIndicatedBy": {
            "@id": f"urn:uuid:{given.by_id}",
            "@type": _INDICATED_BY[given.capacity],
            "dpv:hasName": given.by,
        },
        "dpv:hasIndicationMethod": HOW,
        "dpv:isIndicatedAtTime": {"@type": "xsd:dateTime", "@value": _time(given.at)},
        "dpv:hasNotice": {"dct:identifier": f"sha256:{given.text_hash}"},
    }


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
