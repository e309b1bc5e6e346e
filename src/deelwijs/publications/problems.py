"""What is said when a file cannot be used as a photo: what happened and what to do."""

from __future__ import annotations

PROBLEMS = {
    "empty": "Dit bestand is leeg. Kies een andere foto.",
    "not-an-image": "Dit is geen foto. Kies een JPEG-, PNG-, WebP- of HEIC-bestand.",
    "unsupported": "Dit soort bestand kunnen we niet openen. Kies JPEG, PNG, WebP of HEIC.",
    "corrupt": "De foto is beschadigd of niet helemaal binnengekomen. Probeer het met het origineel.",
    "too-large": "De foto heeft te veel beeldpunten. Maak een kleinere versie en probeer het opnieuw.",
    "animated": "Dit is een bewegend plaatje. Kies een gewone foto.",
    "crashed": "De foto kon niet worden gelezen. Bewaar haar opnieuw als JPEG.",
    "timed-out": "Het openen duurde te lang. Maak een kleinere versie en probeer het opnieuw.",
    "out-of-memory": "De foto is te zwaar om te openen. Maak een kleinere versie en probeer het opnieuw.",
}
_OTHERWISE = "De foto kon niet worden bekeken. Probeer een andere foto."


def explain(code: str) -> str:
    """The sentence for a problem code of the vision room."""
    return PROBLEMS.get(code, _OTHERWISE)
