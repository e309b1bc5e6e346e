"""Words on a choice card: a name with, where it helps, a hint and a pictogram."""

from __future__ import annotations


class Choice(str):
    """A choice's name that carries a hint and an icon; forms pass it as the label of a choice.

    It is a ``str`` so that Django's fields keep and compare it as any other label.
    """

    __slots__ = ("hint", "icon")

    hint: str
    icon: str

    def __new__(cls, name: str, hint: str = "", icon: str = "") -> Choice:
        choice = super().__new__(cls, name)
        choice.hint = hint
        choice.icon = icon
        return choice
