"""The one message that goes upward: a consent changed. Publications listen."""

from django.dispatch import Signal

consent_changed = Signal()
"""Sent with ``school_id``, ``person_id`` and ``day``, inside the transaction of the decision."""
