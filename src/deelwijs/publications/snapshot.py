"""An assessment as it is kept with a decision: plain data that can be read without Deelwijs."""

from __future__ import annotations

from typing import Any

from deelwijs.core.finding import FaceRef, Finding, Span
from deelwijs.core.publication import Assessment, ChannelAssessment


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The whole assessment: outcome, findings and the treatment of every face with its consents."""
    return {
        "outcome": assessment.outcome.value,
        "channels": [_channel(channel) for channel in assessment.channels],
    }


def _channel(channel: ChannelAssessment) -> dict[str, Any]:
    return {
        "channel": channel.channel,
        "outcome": channel.outcome.value,
        "findings": [finding_as_json(finding) for finding in channel.findings],
        "faces": [
            {
                "photo": treatment.photo_id,
                "face": treatment.face_id,
                "treatment": treatment.treatment.value,
                "person": treatment.person_id,
                "consents": list(treatment.basis),
            }
            for treatment in channel.treatments
        ],
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding with its article, place and ways out."""
    match finding.where:
        case Span(start=start, end=end):
            where: dict[str, Any] | None = {"start": start, "end": end}
        case FaceRef(photo_id=photo_id, face_id=face_id):
            where = {"photo": photo_id, "face": face_id}
        case None:
            where = None
    return {
        "article": finding.article,
        "code": finding.code,
        "severity": finding.severity.value,
        "where": where,
        "person": finding.person_id,
        "remedies": list(finding.remedies),
    }
