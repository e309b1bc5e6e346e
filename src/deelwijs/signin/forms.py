from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from deelwijs.accounts import locks
from deelwijs.accounts.models import User

_NO_ADDRESS = "Dit is geen e-mailadres. Schrijf het als naam@school.nl."
# One sentence for a wrong name and a wrong password: which of them it was would tell who has an account.
_WRONG = "Dit klopt niet samen. Kijk het adres en het wachtwoord na, of laat u een inloglink mailen."
_LOCKED = "Dit is te vaak misgegaan. Wacht een kwartier, of laat u nu een inloglink mailen."


class SignInForm(forms.Form):
    """An address, and a password for who has one. Without a password it asks for a link by mail."""

    email = forms.CharField(
        label="E-mailadres of inlognaam",
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "inputmode": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Dit is nog leeg. Vul uw e-mailadres in."},
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

    @property
    def opens_password(self) -> bool:
        """Whether the visitor was busy with a password, so that it is shown again."""
        return self.is_bound and bool(self.data.get("password") or self.non_field_errors())

    def full_clean(self) -> None:
        """Without a password the form asks for a link; it is not shown as something that may be left out."""
        self.fields["password"].required = False
        super().full_clean()
        self.fields["password"].required = True

    def clean(self) -> dict[str, Any]:
        """Look the user up where there is a password; otherwise look at the address."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["password"]:
            self.user = self._known_user(cleaned["email"], cleaned["password"])
        else:
            self._check_address(cleaned["email"])
        return cleaned

    def _known_user(self, name: str, password: str) -> User:
        found = authenticate(self.request, username=name, password=password)
        if isinstance(found, User):
            return found
        raise ValidationError(_LOCKED if locks.is_locked(self.request, name) else _WRONG)

    def _check_address(self, address: str) -> None:
        if "@" not in address:
            self.add_error("password", "Met een inlognaam hoort een wachtwoord. Vul het hier in.")
            return
        try:
            validate_email(address)
        except ValidationError:
            self.add_error("email", _NO_ADDRESS)


class PasswordForm(forms.Form):
    """A new password, twice: nobody sees what they type."""

    password = forms.CharField(
        label="Nieuw wachtwoord",
        help_text="Minstens 12 tekens. Een paar woorden achter elkaar is sterk en makkelijk te onthouden.",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Nog een keer hetzelfde wachtwoord",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            field.error_messages["required"] = "Dit is nog leeg. Vul het in."

    def clean_password(self) -> str:
        """Refuse what is short or what everybody tries first."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """The second one catches a slip of the first."""
        cleaned = super().clean() or {}
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "De twee wachtwoorden zijn niet gelijk. Typ ze allebei opnieuw.")
        return cleaned


class CodeForm(forms.Form):
    """A code out of an app, or one of the codes on paper."""

    code = forms.CharField(
        label="Code",
        help_text="De 6 cijfers uit de app, of een van de noodcodes.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Dit is nog leeg. Vul de code in."},
    )


class AppForm(CodeForm):
    """The first code out of an app, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "De 6 cijfers die de app nu laat zien."


class AnswerForm(forms.Form):
    """What the browser says about a passkey."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Deze browser gaf geen passkey. Kies een andere manier.",
            "invalid": "De passkey is niet herkend. Probeer het nog een keer.",
        },
    )

    def clean_credential(self) -> dict[str, Any]:
        """Only an object can be an answer."""
        answer = self.cleaned_data["credential"]
        if not isinstance(answer, dict):
            raise ValidationError(self.fields["credential"].error_messages["invalid"])
        return answer


class PasskeyForm(AnswerForm):
    """A new passkey, with a name by which its owner knows it again."""

    name = forms.CharField(
        label="Naam van deze passkey",
        help_text="Bijvoorbeeld: mijn telefoon.",
        max_length=60,
        required=False,  # the passkey exists by the time that the name arrives
    )
    field_order = ["name", "credential"]


class InvitationForm(forms.Form):
    """A code out of a letter."""

    code = forms.CharField(
        label="Code uit de brief",
        help_text="16 letters en cijfers, bijvoorbeeld K7QF-2M9D-XW4T-8HRB.",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Dit is nog leeg. Vul de code uit de brief in."},
    )
