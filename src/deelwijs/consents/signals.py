"""The message that goes up from here: what stands for somebody may have changed. Publications listen."""

from django.dispatch import Signal

consent_changed = Signal()
"""Sent with ``school_id``, ``person_id`` and ``day``, inside the transaction of the decision, or of the
change of people from which it follows."""
