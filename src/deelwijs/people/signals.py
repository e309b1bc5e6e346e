"""The message that goes up from here: people stand differently than before. Consents listen."""

from django.dispatch import Signal

people_turned = Signal()
"""Sent with ``school_id``, ``person_ids`` (a set of ids), ``since`` and ``day``, inside the transaction.

The people are those who stand differently on ``day`` than on ``since``: a birthday, a first or last day at
the school, a change of custody. It is sent once for every new day at a school, also when nobody turned, for
what the rooms above know may change with the day as well; then ``since`` is the day that was worked through
before (None: none was). It is also sent when somebody changes people today; then ``since`` is ``day``.
"""
