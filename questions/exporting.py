"""Questions of the bank as drafts, for every format that writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from accounts.collation import fold
from questions.embeds import from_wagtail
from questions.formats.draft import Format, Item, QuestionDraft
from questions.models import Question, QuestionCategory

NameOf = Callable[[str], str | None]


def raw_value(value: Any, name_of: NameOf) -> Any:
    """A block's value as a draft has it: plain lists, dicts, texts, rich text as HTML."""
    if isinstance(value, RichText):
        return from_wagtail(value.source, name_of)
    if isinstance(value, str):
        return " ".join(value.split())
    if hasattr(value, "items"):
        return {name: raw_value(part, name_of) for name, part in value.items()}
    if hasattr(value, "__iter__"):
        return [raw_value(part, name_of) for part in value]
    return value


class Pictures:
    """The bank's images: a name for each that a question shows, and its bytes."""

    def __init__(self) -> None:
        self.images: dict[str, Any] = {}
        self.shown: dict[str, Any] = {}

    def image(self, pk: str) -> Any:
        if pk not in self.images:
            found = get_image_model().objects.filter(pk=pk) if pk.isdecimal() else None
            self.images[pk] = found.first() if found is not None else None
        return self.images[pk]

    def name_of(self, pk: str) -> str | None:
        """so-do-1a2b3c4d.png: the title, and enough of the hash to be unique."""
        if (image := self.image(pk)) is None:
            return None
        stem = slugify(fold(image.title))[:40] or "hinh"
        ending = PurePath(image.file.name).suffix.lower()
        name = f"{stem}-{image.get_file_hash()[:8]}{ending}"
        self.shown[name] = image
        return name

    def hash_of(self, pk: str) -> str | None:
        image = self.image(pk)
        return image.get_file_hash() if image is not None else None

    def taken(self) -> dict[str, bytes]:
        """The bytes of the pictures named since the last call."""
        shown, self.shown = self.shown, {}
        return {name: _content(image) for name, image in shown.items()}


def _content(image: Any) -> bytes:
    with image.file.open() as stream:
        return stream.read()


def draft_of(
    question: Question, *, pictures: Pictures, category: tuple[str, ...] = ()
) -> QuestionDraft:
    """A question with everything that a file may carry of it."""
    child = question.definition[0]
    value = raw_value(child.value, pictures.name_of)
    return QuestionDraft(
        code=question.code or "",
        kind=child.block_type,
        value=value,
        citation=question.citation,
        legal=sorted(basis.code for basis in question.legal_bases.all()),
        valid_from=question.valid_from,
        valid_to=question.valid_to,
        category=category,
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
        difficulty=question.difficulty,
        pictures=pictures.taken(),
    )


def drafts_within(category: QuestionCategory) -> Iterator[QuestionDraft]:
    """The category's questions and those below it, retired ones left out.

    Their own category is told from the given one downwards, so that the file may go
    back below the same shelf, or below another.
    """
    shelves = {shelf.pk: shelf for shelf in QuestionCategory.objects.within(category)}
    names: dict[int | None, tuple[str, ...]] = {category.pk: ()}

    def place(shelf: QuestionCategory) -> tuple[str, ...]:
        if shelf.pk not in names:
            names[shelf.pk] = (*place(shelves[shelf.parent_id]), shelf.name)
        return names[shelf.pk]

    pictures = Pictures()
    questions = (
        Question.objects.within(category)
        .filter(retired_on=None)
        .order_by("category__sort_key", "code", "pk")
        .prefetch_related("legal_bases", "tagged_items__tag")
    )
    for question in questions:
        shelf = shelves[question.category_id]
        yield draft_of(question, pictures=pictures, category=place(shelf))


def written(
    form: Format, drafts: Iterable[QuestionDraft]
) -> tuple[bytes, list[Item], int]:
    """The file, what went with a loss or not at all, and how many were asked for."""
    asked = list(drafts)
    content, items = form.write(asked)
    return content, items, len(asked)
