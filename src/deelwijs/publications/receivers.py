"""What happens here when a consent changes below."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from deelwijs.consents.signals import consent_changed
from deelwijs.publications.actions.takedown import recheck_person


@receiver(consent_changed)
def take_down_what_no_longer_holds(*, school_id: UUID, person_id: UUID, day: date, **_: Any) -> None:
    """Look again at everything that shows this person."""
    recheck_person(school_id=school_id, person_id=person_id, day=day)
