"""Bring the questions of a file into the bank, and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from questions.formats.draft import Item
from questions.importing import Bank, counts, plan
from questions.models import Question, QuestionCategory, QuestionTag
from questions.services.shelves import ensure_category
from questions.soundness import MAX_TAG, Names, Planned, State, question_from

if TYPE_CHECKING:
    from accounts.models import User

LOCK = 7_301_203  # one import at a time: two of the same file must not both be first
BATCH = 200

Progress = Callable[[int, int], None]


@dataclass
class ImportReport:
    """What an import did: each item, and what to know for taking it back."""

    items: list[Planned]
    is_written: bool = False
    revisions: dict[int, int] = field(default_factory=dict)  # by question made
    shelves: list[int] = field(default_factory=list)  # categories made, upper first

    @property
    def has_refusals(self) -> bool:
        return any(item.state == State.REFUSED for item in self.items)

    def counts(self) -> dict[str, int]:
        """How many items by state; nothing is imported when nothing was written."""
        found = counts(self.items)
        unwritten = {str(State.IMPORTED): 0, str(State.LOSSY): 0}
        return found if self.is_written else found | unwritten

    def as_json(self) -> dict[str, Any]:
        return self.counts() | {"items": [item.as_json() for item in self.items]}


@transaction.atomic
def import_questions(
    *,
    items: Sequence[Item],
    base: Names,
    at: datetime,
    by: User | None = None,
    is_partial: bool = False,
    is_draft: bool = False,
    progress: Progress = lambda done, of: None,
) -> ImportReport:
    """Write what comes in below the category with the names `base`; safe twice.

    Nothing is written when an item is refused, unless `is_partial`. New questions are
    published, or kept as drafts with `is_draft`. `progress` is told how many are done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    planned, bank = plan(items, base=base, by=by)
    report = ImportReport(items=planned)
    if report.has_refusals and not is_partial:
        return report
    report.is_written = True
    writer = _Writer(report, bank, at=at, by=by, is_draft=is_draft)
    writer.write(progress)
    return report


class _Writer:
    """Writes the new ones among the planned items."""

    def __init__(
        self,
        report: ImportReport,
        bank: Bank,
        *,
        at: datetime,
        by: User | None,
        is_draft: bool,
    ) -> None:
        self.report, self.bank = report, bank
        self.at, self.by, self.is_draft = at, by, is_draft
        self.shelves: dict[Names, QuestionCategory] = {}
        self.images: dict[str, int] = {}  # by hash
        self.tags: dict[str, Tag] = {}
        self.files: list[Any] = []

    def write(self, progress: Progress) -> None:
        """In batches and past the signals: saved one by one, Wagtail's search would
        weigh the whole bank again for every question."""
        new = [item for item in self.report.items if item.is_new]
        try:
            for done in range(0, len(new), BATCH):
                self.batch(new[done : done + BATCH])
                progress(min(done + BATCH, len(new)), len(new))
        except BaseException:
            for file in self.files:  # the database forgets them by itself
                file.storage.delete(file.name)
            raise

    def batch(self, items: Sequence[Planned]) -> None:
        questions = Question.objects.bulk_create(self.built(item) for item in items)
        for question, item in zip(questions, items, strict=True):
            self.attach(question, item)
        self.revise(questions)
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Question, questions)
        for question in questions:
            ReferenceIndex.create_or_update_for_object(question)
            log(instance=question, action="wagtail.create", user=self.by)

    def built(self, item: Planned) -> Question:
        question = question_from(item)
        question.category = self.shelf(item.category)
        if item.hashes:
            question.definition = self.with_images(item)
        question.live = not self.is_draft
        question.has_unpublished_changes = self.is_draft
        if not self.is_draft:
            question.first_published_at = question.last_published_at = self.at
        question.describe()
        return question

    def attach(self, question: Question, item: Planned) -> None:
        """Tags and law: in the database, and on the question for its revision."""
        tags = [self.tag(name) for name in item.draft.tags if len(name) <= MAX_TAG]
        tagged = [QuestionTag(tag=tag, content_object=question) for tag in tags]
        question.tagged_items.set(QuestionTag.objects.bulk_create(tagged))
        law = [code for code in item.draft.legal if code in self.bank.legal]
        question.legal_bases.set([self.bank.legal[code] for code in law])
        through = Question.legal_bases.through
        through.objects.bulk_create(
            through(question=question, legalbasis=self.bank.legal[code]) for code in law
        )

    def tag(self, name: str) -> Tag:
        if name not in self.tags:
            found = Tag.objects.filter(name=name).first()
            self.tags[name] = found or Tag.objects.create(name=name)
        return self.tags[name]

    def revise(self, questions: Sequence[Question]) -> None:
        """The first revision of each, published unless they are drafts."""
        kind = ContentType.objects.get_for_model(Question)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=kind,
                base_content_type=kind,
                object_id=str(question.pk),
                created_at=self.at,
                user=self.by,
                object_str=str(question),
                content=question.serializable_data(),
            )
            for question in questions
        )
        for question, revision in zip(questions, revisions, strict=True):
            question.latest_revision = revision
            question.live_revision = None if self.is_draft else revision
            self.report.revisions[question.pk] = revision.pk
        Question.objects.bulk_update(questions, ["latest_revision", "live_revision"])

    def shelf(self, names: Names) -> QuestionCategory:
        if names not in self.shelves:
            above = [names[: depth + 1] for depth in range(len(names))]
            known = set(QuestionCategory.objects.values_list("pk", flat=True))
            for part in above:
                self.shelves[part] = ensure_category(names=part)
            made = [self.shelves[part].pk for part in above]
            self.report.shelves += [pk for pk in made if pk not in known]
        return self.shelves[names]

    def with_images(self, item: Planned) -> Any:
        """The definition with the pk of an image in place of each hash."""
        stream = Question.definition.field.stream_block
        ids = {
            name: self.image(name, hashed, item) for name, hashed in item.hashes.items()
        }
        by_hash = {item.hashes[name]: pk for name, pk in ids.items()}
        raw = stream.get_prep_value(item.value)
        return stream.to_python(_placed(raw, by_hash))

    def image(self, name: str, hashed: str, item: Planned) -> int:
        """The image with these bytes, made when the library has none."""
        if hashed not in self.images:
            library = get_image_model().objects
            found = library.filter(file_hash=hashed).order_by("pk").first()
            self.images[hashed] = (found or self.made(name, item)).pk
        return self.images[hashed]

    def made(self, name: str, item: Planned) -> Any:
        stem = PurePath(name).name or "hinh"
        image = get_image_model()(
            title=stem[:255],
            file=ContentFile(item.draft.pictures[name], name=stem[-80:]),
            uploaded_by_user=self.by,
        )
        image.file_size = len(item.draft.pictures[name])
        image.save()
        self.files.append(image.file)
        image.get_file_hash()
        return image


def _placed(raw: Any, ids: dict[str, int]) -> Any:
    if isinstance(raw, dict):
        return {name: _placed(part, ids) for name, part in raw.items()}
    if isinstance(raw, list):
        return [_placed(part, ids) for part in raw]
    if isinstance(raw, str) and "<embed " in raw:
        for hashed, pk in ids.items():
            raw = raw.replace(f'id="{hashed}"', f'id="{pk}"')
    return raw


@dataclass
class Undone:
    """What became of the questions of an import that was taken back."""

    deleted: int = 0
    retired: int = 0


@transaction.atomic
def undo_import(
    *, revisions: dict[int, int], shelves: Sequence[int], on: date
) -> Undone:
    """Delete what the import made and nobody used or edited since; retire the rest.

    `revisions` gives the revision that the import wrote for each question, `shelves`
    the categories it made. Safe twice.
    """
    undone = Undone()
    found = Question.objects.select_for_update().filter(pk__in=revisions)
    for question in found.order_by("pk"):
        is_edited = question.latest_revision_id != revisions[question.pk]
        if not is_edited and _deleted(question):
            undone.deleted += 1
        elif question.retired_on is None:
            question.retired_on = on
            question.save(update_fields=["retired_on"])
            undone.retired += 1
    for pk in reversed(shelves):
        shelf = QuestionCategory.objects.filter(pk=pk).first()
        if shelf and not (shelf.questions.exists() or shelf.children.exists()):
            _deleted(shelf)
    return undone


def _deleted(thing: Question | QuestionCategory) -> bool:
    """Whether it could go: nothing in the database rests on it."""
    if ReferenceIndex.get_references_to(thing).exists():
        return False
    try:
        with transaction.atomic():
            thing.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True
