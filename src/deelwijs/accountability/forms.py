from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST = 10


class MailboxesForm(forms.Form):
    """The mailboxes that get each anchor, one a line."""

    emails = forms.CharField(
        label="E-mailadressen",
        help_text="Eén per regel. Kies verschillende mensen, bijvoorbeeld de FG en het bestuur.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
        required=False,
    )

    def clean_emails(self) -> list[str]:
        """The addresses, each once."""
        emails = list(dict.fromkeys(self.cleaned_data["emails"].replace(",", " ").split()))
        for email in emails:
            try:
                validate_email(email)
            except ValidationError:
                raise ValidationError(f"{email} is geen e-mailadres. Verbeter het of haal het weg.") from None
        if len(emails) > MOST:
            raise ValidationError(f"Dat zijn er {len(emails)}. Kies er ten hoogste {MOST}.")
        return emails


class ProofForm(forms.Form):
    """Which part of a case the file of proof is about; nothing chosen is everything."""

    purpose = forms.ChoiceField(label="Waarvoor", required=False)
    channel = forms.ChoiceField(label="Kanaal", required=False)

    def __init__(self, purposes: dict[str, str], channels: dict[str, str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["purpose"].choices = [("", "Alles"), *purposes.items()]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [("", "Alle kanalen"), *channels.items()]  # type: ignore[attr-defined]
