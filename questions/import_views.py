"""Questions in and out at the trainer's desk: send, look, confirm, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.collation import fold
from accounts.models import User
from questions import import_files, services
from questions.bank.rights import refusal
from questions.exporting import drafts_within, written
from questions.formats import format_named
from questions.formats.draft import UnusableFile
from questions.formats.sheet import Sheet
from questions.forms import ExportForm, ImportForm, UploadForm
from questions.import_files import KeptFile
from questions.importing import names_of, read_items
from questions.models import Question, QuestionCategory
from questions.services.kept import progress_key
from questions.services.previews import SHOWN, name_of
from questions.services.queueing import PATIENCE, waiting
from questions.services.sweeping import UNDO
from questions.soundness import Planned, prepared, question_from

ADD, PUBLISH = "questions.add_question", "questions.publish_question"
VIEW = "questions.view_question"


def _kept(request: HttpRequest, uid: UUID) -> KeptFile:
    kept = import_files.find(uid, owner=request.user.pk)
    if kept is None:
        raise Http404
    return kept


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@permission_required(ADD, raise_exception=True)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = import_files.keep(
            content=file.read(), name=file.name, owner=request.user.pk
        )
        return redirect("question_import_preview", kept.uid)
    return render(request, "questions/admin/import_upload.html", {"form": form})


@permission_required(ADD, raise_exception=True)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return _download(Sheet().template(), "mau-cau-hoi.xlsx", Sheet.content_type)


def _settings_form(request: HttpRequest, kept: KeptFile) -> ImportForm:
    data = request.POST or request.GET
    asked = {"format": kept.format, **data.dict()} if "category" in data else None
    initial = {"format": kept.format, "category": data.get("into")}
    form = ImportForm(asked, initial=initial, user=request.user)
    if not request.user.has_perm(PUBLISH):
        form.fields["is_draft"].disabled = True
        form.fields["is_draft"].initial = True
    return form


def _settings(chosen: dict[str, Any]) -> dict[str, Any]:
    """As services and tasks take them; the worker speaks the person's language."""
    return {
        "format": chosen["format"],
        "category": chosen["category"].pk,
        "language": get_language(),
    }


def _wait(kept: KeptFile, what: str) -> dict[str, Any] | None:
    """For the notice of a page that waits; None when nothing was asked for."""
    waited = waiting(kept=kept, what=what, at=timezone.now())
    if waited is None:
        return None
    minutes = int(waited.total_seconds() // 60)
    return {"minutes": minutes, "is_long": waited > PATIENCE}


@permission_required(ADD, raise_exception=True)
@require_GET
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    kept = _kept(request, uid)
    if kept.result is not None:
        return redirect("question_import_result", uid)
    form = _settings_form(request, kept)
    context: dict[str, Any] = {"form": form, "kept": kept}
    if form.is_bound and form.is_valid():
        context |= _preview(kept, form.cleaned_data)
    return render(request, "questions/admin/import_preview.html", context)


def _preview(kept: KeptFile, settings: dict[str, Any]) -> dict[str, Any]:
    asked = _settings(settings)
    try:
        preview = services.preview_kept(kept=kept, settings=asked, at=timezone.now())
    except services.NobodyListens as error:
        return {"unusable": str(error)}
    if preview is None:
        return {"wait": _wait(kept, name_of(asked))}
    return preview


@permission_required(ADD, raise_exception=True)
@require_GET
def item(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """How one of the questions will look, its key and explanation included."""
    kept = _kept(request, uid)
    form = _settings_form(request, kept)
    if not form.is_valid():
        raise Http404
    planned = _one(kept, form.cleaned_data, number)
    if planned is None or planned.value is None:
        raise Http404
    question = question_from(planned)
    context = question.get_preview_context(request, "result")
    return render(request, question.get_preview_template(request, "result"), context)


def _one(kept: KeptFile, settings: dict[str, Any], number: int) -> Planned | None:
    try:
        items = read_items(kept.content, format_named(settings["format"]))
    except UnusableFile:
        return None
    base = names_of(settings["category"])
    return prepared(items[number], base) if number < len(items) else None


@permission_required(ADD, raise_exception=True)
@require_POST
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    kept = _kept(request, uid)
    form = _settings_form(request, kept)
    if not form.is_valid():
        return redirect("question_import_preview", uid)
    if kept.result is None:
        try:
            _start(kept, form.cleaned_data)
        except (UnusableFile, services.NobodyListens) as error:
            messages.error(request, str(error))
            return redirect("question_import_preview", uid)
    return redirect("question_import_result", uid)


def _start(kept: KeptFile, chosen: dict[str, Any]) -> None:
    """Import what can be imported: the person has seen what is refused."""
    settings = {"is_draft": chosen["is_draft"], "is_partial": True}
    settings |= _settings(chosen)
    services.start_import(kept=kept, settings=settings, at=timezone.now())


@permission_required(ADD, raise_exception=True)
@require_GET
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    kept = _kept(request, uid)
    wait = _wait(kept, "import")
    if kept.result is None and wait is None:
        return redirect("question_import_preview", uid)
    context = {
        "kept": kept,
        "result": kept.result,
        "wait": wait,
        "undo_days": UNDO.days,
        "progress": cache.get(progress_key(kept.uid)),
        "list_url": Question.snippet_viewset.get_url_name("list"),
    }
    return render(request, "questions/admin/import_result.html", context)


def _cannot_undo(user: User, kept: KeptFile) -> str:
    """Whether some of it lies with another group by now: then all of it stays."""
    made = kept.result or {}
    questions = Question.objects.filter(pk__in=made.get("revisions", []))
    shelves = QuestionCategory.objects.filter(pk__in=made.get("shelves", []))
    return refusal(user, questions) or refusal(user, shelves)


@permission_required(ADD, raise_exception=True)
@require_POST
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    kept = _kept(request, uid)
    if why := _cannot_undo(request.user, kept):
        messages.error(request, why)
    elif kept.result is not None and "revisions" in kept.result:
        undone = services.undo_import(
            revisions={int(pk): r for pk, r in kept.result["revisions"].items()},
            shelves=kept.result["shelves"],
            on=timezone.localdate(),
        )
        said = {"deleted": undone.deleted, "retired": undone.retired}
        kept.undo(said)
        text = _(
            "Đã xóa %(deleted)s câu, cho ngừng dùng %(retired)s câu đã có người dùng."
        )
        messages.success(request, text % said)
    return redirect("question_import_result", uid)


@permission_required(VIEW, raise_exception=True)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.GET if "format" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        category = form.cleaned_data["category"]
        writer = format_named(form.cleaned_data["format"])
        content, items, asked = written(writer, drafts_within(category))
        if "download" in request.GET or not items:
            name = f"{slugify(fold(category.name))}.{writer.extension}"
            return _download(content, name, writer.content_type)
        context |= {"items": items[:SHOWN], "asked": asked}
    return render(request, "questions/admin/export.html", context)
