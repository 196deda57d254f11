"""What the bank no longer needs in its storages: old uploads, pictures of no question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Field, JSONField, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from questions import import_files
from questions.kinds.rich import pictures_in
from questions.models import Question
from questions.pictures import FOLDER, NAMED, keep_pictures

UNUSED = timedelta(days=7)  # a file sent and never imported
UNDO = timedelta(days=30)  # after an import; see the page of its result
YOUNG = timedelta(days=1)  # a preview's picture, or one whose attempt is just starting
NAME = r"picture:([0-9a-f]{64}\.[a-z0-9]{1,5})"


def sweep_imports(*, at: datetime) -> int:
    """Delete uploads that nobody imports or takes back any more; how many."""
    old = [
        uid
        for uid, touched, is_imported in import_files.all_kept()
        if at - touched > (UNDO if is_imported else UNUSED)
    ]
    for uid in old:
        import_files.drop(uid)
    return len(old)


def sweep_pictures(*, at: datetime) -> int:
    """Delete kept pictures that no question and no frozen definition shows; how many.

    What a revision shows is looked up by its image, which also brings a copy back that
    is missing; what is frozen, by its name in any JSON of any app: evidence is kept
    by apps above this one, whose names are not known here.
    """
    old = {name for name in _kept_names() if at - _touched(name) > YOUNG}
    if not old:
        return 0
    tags = keep_pictures(_images_of_questions()).values()
    used = {name for tag in tags for name in NAMED.findall(tag)}
    for field in _json_fields():
        used |= _named_in(field)
    for name in old - used:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old - used)


def _kept_names() -> list[str]:
    is_there = default_storage.exists(FOLDER)
    return default_storage.listdir(FOLDER)[1] if is_there else []


def _touched(name: str) -> datetime:
    return default_storage.get_modified_time(f"{FOLDER}/{name}")


def _images_of_questions() -> set[int]:
    """Keys of the images in every question and every revision of one, draft or not."""
    questions = Question.objects.annotate(text=Cast("definition", TextField()))
    definitions = questions.filter(text__contains="<embed")
    revisions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Question),
        content__definition__icontains="<embed",
    )
    found = set()
    for texts in (
        definitions.values_list("text", flat=True),
        revisions.values_list("content__definition", flat=True),
    ):
        for text in texts.iterator():
            found |= pictures_in(text)
    return found


def _json_fields() -> Iterator[Field]:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, JSONField):
                    yield field


def _named_in(field: Field) -> set[str]:
    quote = connection.ops.quote_name
    column, table = quote(field.column), quote(field.model._meta.db_table)
    sql = (
        f"SELECT DISTINCT (regexp_matches({column}::text, %s, 'g'))[1] FROM {table}"  # noqa: S608
        f" WHERE {column}::text LIKE %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [NAME, "%picture:%"])
        return {name for (name,) in cursor.fetchall()}
