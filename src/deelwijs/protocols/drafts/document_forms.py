from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from deelwijs.protocols.contents import Model
from deelwijs.protocols.documents import ImportedProtocol
from deelwijs.protocols.documents.problems import MAX_MEGABYTES, DocumentError, Problem
from deelwijs.protocols.documents.travelling import ReadDocument, read
from deelwijs.protocols.drafts.document_content import Decisions, Proposal
from deelwijs.ui.choices import Choice

OWN = "eigen"  # no article of the model: the text alone
_ACCEPTED = ".docx,.odt,.pdf,.txt,.md"


class DocumentForm(forms.Form):
    """A school's own protocol, as a file. It is read here, so that what is wrong stands at the field."""

    file = forms.FileField(
        label="Uw protocol",
        help_text=f"Word (.docx), OpenDocument (.odt), PDF of tekst. Hoogstens {MAX_MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={
            "required": "Er is nog geen bestand gekozen. Kies het protocol van uw school.",
            "empty": "Dit bestand is leeg. Controleer of u het juiste bestand koos. Er is niets opgeslagen.",
        },
    )

    def clean_file(self) -> ReadDocument:
        """Read the file and judge it; only what is a protocol gets on."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_MEGABYTES * 1024 * 1024:  # not even read
            raise forms.ValidationError(DocumentError(Problem.TOO_LARGE).message)
        try:
            document = read(file.name or "", file.read())
            document.judged()
        except DocumentError as error:
            raise forms.ValidationError(error.message) from error
        return document


class ConfirmForm(forms.Form):
    """For each article of the document the one of the model, and what else the school takes over."""

    def __init__(
        self,
        document: ImportedProtocol,
        model: Model,
        proposals: list[Proposal],
        *args: Any,
        replaces: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.proposals = document, proposals
        entries = [model.article(entry) for entry in model.content["articles"]["articles"]]
        options = [
            (OWN, "Eigen artikel, zonder regel"),
            *((one.id, f"{one.id} · {one.title}") for one in entries),
        ]
        for article in document.protocol.articles:
            self.fields[f"match-{article.id}"] = forms.ChoiceField(
                label=f"{article.id} gaat over",
                error_messages={"invalid_choice": "Kies een artikel uit de lijst."},
                choices=options,
                initial=document.match_of(article).norm or OWN,
            )
        for proposal in proposals:
            self.fields[f"setting-{proposal.name}"] = _setting(proposal)
        unmatched = [one for one in entries if one.id in document.unmatched_norms]
        self.fields["included"] = forms.MultipleChoiceField(
            label="Welke artikelen van het model neemt u ook op?",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(one.id, Choice(f"{one.id} · {one.title}", hint=one.text)) for one in unmatched],
        )
        if replaces:
            self.fields["replace"] = forms.BooleanField(
                label="Vervang de werkversie die er al is",
                help_text=f"{replaces} Al die wijzigingen zijn dan weg.",
                error_messages={"required": "Er is al een werkversie. Zet dit vinkje als zij weg mag."},
            )

    def decisions(self) -> Decisions:
        """What was decided."""
        given = self.cleaned_data
        values = {one.name: given[f"setting-{one.name}"] for one in self.proposals}
        chosen = {one.id: given[f"match-{one.id}"] for one in self.document.protocol.articles}
        return Decisions(
            matches={article_id: None if norm == OWN else norm for article_id, norm in chosen.items()},
            parameters={
                one.name: type(one.ours)(values[one.name]) for one in self.proposals if values[one.name]
            },
            included=frozenset(given["included"]),
        )


def _setting(proposal: Proposal) -> forms.ChoiceField:
    unit = "" if proposal.unit == "telefoonnummer" else f" {proposal.unit}"
    theirs = [
        (str(value), Choice(f"{value}{unit}", hint="Zo staat het in uw document."))
        for value in proposal.theirs
    ]
    ours = ("", Choice(f"{proposal.ours}{unit}", hint="Zo staat het in het model."))
    return forms.ChoiceField(
        label=proposal.question,
        required=False,
        widget=forms.RadioSelect,
        choices=[*theirs, ours],
        initial=str(proposal.theirs[0]) if proposal.certain else "",
    )
