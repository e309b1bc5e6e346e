from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from deelwijs.accounts.models import User


class SignInForm(forms.Form):
    """E-mail address and password. Which one was wrong is not told: that would tell who has an account."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"invalid": "Dit is geen e-mailadres. Schrijf het als naam@school.nl."},
    )
    password = forms.CharField(
        label="Wachtwoord",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        for field in self.fields.values():
            field.error_messages["required"] = "Dit is nog leeg. Vul het in."

    def clean(self) -> dict[str, Any]:
        """Look the user up once both fields are filled."""
        cleaned = super().clean() or {}
        if not self.errors:
            found = authenticate(self.request, username=cleaned["email"], password=cleaned["password"])
            if not isinstance(found, User):
                raise forms.ValidationError(
                    "Het e-mailadres of het wachtwoord klopt niet. Kijk beide na en probeer het opnieuw."
                )
            self.user = found
        return cleaned
