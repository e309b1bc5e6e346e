"""The desk and the editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from deelwijs.accounts.roles import Permission
from deelwijs.consents import actions as consents
from deelwijs.core.geometry import Box
from deelwijs.core.publication import Tag
from deelwijs.people.access import ActorRequest, requires
from deelwijs.protocols.selectors import channels as school_channels
from deelwijs.protocols.wording import wording
from deelwijs.publications import judging, rendering, selectors
from deelwijs.publications.actions import drafts, photos, placing
from deelwijs.publications.actions.access import NotADraftError
from deelwijs.publications.desk_pages import EditorPage, choose, people_for, worst_first
from deelwijs.publications.forms import BoxForm, PhotosForm, TagForm, WordsForm
from deelwijs.publications.presenting import Presenter
from deelwijs.publications.problems import explain
from deelwijs.publications.remedies import editor_url
from deelwijs.publications.sentences import sentence_for
from deelwijs.ui import toasts

writing = requires(Permission.WRITE_PUBLICATION)
EditorView = Callable[..., HttpResponseBase]


def editing(view: EditorView) -> EditorView:
    """A button of the editor."""
    return writing(require_POST(_with_words(view)))


def _with_words(view: EditorView) -> EditorView:
    """Words that were typed but not yet saved come along with a button and are saved first."""

    @wraps(view)
    def edited(request: ActorRequest, post_id: UUID, **kwargs: Any) -> HttpResponseBase:
        try:
            if {"title", "text"} <= request.POST.keys():
                form = WordsForm(request.POST)
                if not form.is_valid():
                    _complain(request, form)
                    return _back(post_id, request)
                drafts.write(actor=request.actor, publication_id=post_id, words=form.words())
            return view(request, post_id, **kwargs)
        except NotADraftError:
            messages.error(request, "Dit bericht is al geplaatst. Haal het eerst weg om het te wijzigen.")
            return _back(post_id, request)

    return edited


@writing
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """What must happen now, and what is online."""
    return render(request, "publications/desk.html", {"desk": selectors.desk(request.actor)})


@writing
@require_POST
def start(request: ActorRequest) -> HttpResponseBase:
    """A new, empty post."""
    return redirect("publications:editor", post_id=drafts.start(actor=request.actor).id)


@writing
@require_safe
def editor(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """The post, its photos and the verdict, side by side."""
    post = selectors.publication(request.actor, post_id)
    if post.state != "draft":
        return redirect("publications:placement", placement_id=selectors.latest_placement(post).id)
    page = _page(request, post_id)
    context = {
        "page": page,
        "post": page.post,
        "form": _words_form(page),
        "photos_form": PhotosForm(),
        "verdicts": page.presenter.verdicts(page.channel.key if page.channel else ""),
        "cards": page.presenter.cards(),
        "may_go_out": page.may_go_out,
        "notices": wording()["mededelingen"],
        "search": request.GET.get("zoek", ""),
        "found": people_for(
            request.actor,
            request.GET.get("zoek", ""),
            page.judgement.facts.day,
            page.judgement,
            page.channels,
        ),
        "problems": [(photo, explain(photo.problem)) for photo in page.rejected],
        "adding": "aanwijzen" in request.GET,
        "all_channels": school_channels(request.actor),
    }
    return render(request, "publications/editor.html", context)


def _page(request: ActorRequest, post_id: UUID) -> EditorPage:
    post = selectors.publication(request.actor, post_id)
    channels = list(post.channels.all())
    judgement = judging.judge(post)
    ready = [photo for photo in post.photos.all() if photo.state == "ready"]
    photo = choose(ready, request.GET.get("foto", ""))
    wanted = request.GET.get("gezicht", "")
    faces = list(photo.faces.all()) if photo else []
    return EditorPage(
        post=post,
        judgement=judgement,
        presenter=Presenter(post, judgement, {channel.key: channel for channel in channels}),
        channels=channels,
        photo=photo,
        face=next((face for face in faces if str(face.id) == wanted), None),
        channel=choose(worst_first(channels, judgement), request.GET.get("kanaal", ""), "key"),
        as_channel=request.GET.get("beeld") == "kanaal",
    )


def _words_form(page: EditorPage) -> WordsForm:
    form = WordsForm(initial={name: getattr(page.post, name) for name in WordsForm.base_fields})
    # A draft may lack them, a post may not: so they are not called optional on screen.
    form.fields["title"].required = form.fields["text"].required = True
    return form


def _back(post_id: UUID, request: ActorRequest, **query: str) -> HttpResponseRedirect:
    """To the editor, where the reader was."""
    kept = {key: request.POST[key] for key in ("foto", "kanaal") if request.POST.get(key)} | query
    return HttpResponseRedirect(editor_url(post_id, **kept))


def _complain(request: ActorRequest, form: Form) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


@editing
def write(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Save the words; the browser also calls this while somebody types."""
    return _back(post_id, request)


@editing
def choose_channels(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Where the post goes."""
    drafts.choose_channels(actor=request.actor, publication_id=post_id, keys=request.POST.getlist("channel"))
    return _back(post_id, request)


@editing
def add_photos(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Take in photos; what each of them is, shows a moment later."""
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        _complain(request, form)
        return _back(post_id, request)
    for file in form.cleaned_data["photos"]:
        photos.add(
            actor=request.actor,
            publication_id=post_id,
            upload=photos.Upload(name=file.name or "foto", data=file.read()),
        )
    return _back(post_id, request)


@writing
@require_safe
def photo_file(request: ActorRequest, post_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """The working copy, for those who write only."""
    return _jpeg(selectors.working_copy(request.actor, post_id, photo_id))


@writing
@require_safe
def preview_file(request: ActorRequest, post_id: UUID, photo_id: UUID, channel: str) -> HttpResponseBase:
    """The photo exactly as the channel will show it."""
    post = selectors.publication(request.actor, post_id)
    photo = next((photo for photo in post.photos.all() if photo.id == photo_id), None)
    if photo is None or photo.state != "ready":
        raise Http404
    try:
        assessment = judging.judge(post).assessment.on(channel)
    except KeyError as unknown:
        raise Http404 from unknown
    return _jpeg(rendering.render_photo(post, photo, assessment).data)


def _jpeg(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "no-store, private"})


@editing
def remove_photo(request: ActorRequest, post_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """Take a photo out of the draft."""
    photos.remove(actor=request.actor, publication_id=post_id, photo_id=photo_id)
    toasts.confirm(request, "De foto is uit dit bericht gehaald")
    return _back(post_id, request, foto="")


@editing
def describe(request: ActorRequest, post_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """The description for who cannot see the photo."""
    photos.describe(
        actor=request.actor,
        publication_id=post_id,
        photo_id=photo_id,
        alt_text=" ".join(request.POST.get("alt_text", "").replace("\0", "").split())[:500],
    )
    return _back(post_id, request, foto=str(photo_id))


@editing
def leave_out(request: ActorRequest, post_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """Leave a photo out on some channels, or put it back."""
    for key in request.POST.getlist("channel"):
        photos.leave_out(
            actor=request.actor,
            publication_id=post_id,
            photo_id=photo_id,
            channel_key=key,
            out=request.POST.get("out") == "1",
        )
    return _back(post_id, request, foto=str(photo_id))


@editing
def leave_all_out(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Leave every photo out on some channels."""
    post = selectors.publication(request.actor, post_id)
    for photo in post.photos.all():
        for key in request.POST.getlist("channel"):
            photos.leave_out(
                actor=request.actor, publication_id=post_id, photo_id=photo.id, channel_key=key, out=True
            )
    toasts.confirm(request, "De foto’s gaan niet mee")
    return _back(post_id, request)


@editing
def add_face(request: ActorRequest, post_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """Mark a face that was missed."""
    form = BoxForm(request.POST)
    box = form.box() if form.is_valid() else Box(0, 0, 0, 0)
    try:
        face = photos.add_face(actor=request.actor, publication_id=post_id, photo_id=photo_id, box=box)
    except ValueError:
        messages.error(request, "Dat vak is te klein of valt buiten de foto. Teken het iets groter.")
        return _back(post_id, request, foto=str(photo_id))
    return _back(post_id, request, foto=str(photo_id), gezicht=str(face.id))


@editing
def tag(request: ActorRequest, post_id: UUID, face_id: UUID) -> HttpResponseBase:
    """Say who a face is; then the next face is in front."""
    form = TagForm(request.POST)
    if not form.is_valid():
        _complain(request, form)
        return _back(post_id, request, gezicht=str(face_id))
    face = photos.tag(
        actor=request.actor,
        publication_id=post_id,
        face_id=face_id,
        as_=Tag(form.cleaned_data["tag"]),
        person_id=form.cleaned_data["person"],
    )
    if form.cleaned_data["cover"]:
        photos.cover(
            actor=request.actor, publication_id=post_id, face_id=face_id, channel_keys=None, covered=True
        )
    following = selectors.next_untagged(request.actor, post_id, face.photo_id)
    return _back(post_id, request, foto=str(face.photo_id), gezicht=str(following.id) if following else "")


@editing
def cover(request: ActorRequest, post_id: UUID, face_id: UUID) -> HttpResponseBase:
    """Cover a face on some channels, or show it again."""
    covered = request.POST.get("covered") == "1"
    keys = set(request.POST.getlist("channel")) or None
    face = photos.cover(
        actor=request.actor, publication_id=post_id, face_id=face_id, channel_keys=keys, covered=covered
    )
    toasts.confirm(request, f"Gezicht {face.number} is bedekt" if covered else "Het gezicht is weer te zien")
    return _back(post_id, request, foto=str(face.photo_id))


@editing
def replace_words(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Take words out of the text, or put others in their place."""
    words, by = request.POST.get("words", ""), request.POST.get("by", "")
    if words:
        drafts.replace_words(actor=request.actor, publication_id=post_id, words=words, by=by)
        toasts.confirm(request, f"‘{words}’ werd ‘{by}’" if by else f"‘{words}’ is weggehaald")
    return _back(post_id, request)


@editing
def accept_words(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """The author says that these words are about nobody of the school."""
    words = request.POST.get("words", "")
    if words:
        drafts.accept_words(actor=request.actor, publication_id=post_id, words=words)
    return _back(post_id, request)


@editing
def add_sentence(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Add the sentence that the protocol asks for."""
    post = selectors.publication(request.actor, post_id)
    sentence = sentence_for(post, request.POST.get("sentence", ""))
    if sentence is None:
        raise Http404
    drafts.append_sentence(actor=request.actor, publication_id=post_id, sentence=sentence)
    toasts.confirm(request, "De zin staat erbij")
    return _back(post_id, request)


@editing
def ask(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Ask whoever decides for a person."""
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    for key in request.POST.getlist("channel"):
        consents.ask(
            actor=request.actor,
            person_id=person_id,
            purpose=request.POST.get("purpose", ""),
            channel_key=key,
        )
    toasts.confirm(request, "De vraag staat klaar. Tot er een ja is, blijft het nee.")
    return _back(post_id, request)


@editing
def confirm(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """A person looked and says that everybody is marked."""
    drafts.confirm_everyone(
        actor=request.actor,
        publication_id=post_id,
        confirmed=request.POST.get("confirmed") == "1",
    )
    return _back(post_id, request)


@requires(Permission.PUBLISH)
@require_POST
@_with_words
def submit(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Put it on its channels, when nothing is left to solve."""
    try:
        decision = placing.submit(actor=request.actor, publication_id=post_id)
    except placing.NotAllowedError:
        messages.error(request, "Er is nog iets op te lossen. Het bericht is niet geplaatst.")
        return _back(post_id, request)
    toasts.confirm(request, "Het bericht gaat naar buiten")
    return redirect("publications:placement", placement_id=selectors.first_placement(decision).id)


@editing
def delete(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Throw the draft away."""
    drafts.delete(actor=request.actor, publication_id=post_id)
    toasts.confirm(request, "Het concept is weggegooid")
    return redirect("publications:desk")
