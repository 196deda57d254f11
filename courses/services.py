"""Bringing the curriculum's files into Wagtail: the site, its courses, their pages.

A page that exists is left alone entirely, whatever its file says: it may have been
edited in Wagtail. Files that are new add pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail.utils.file import hash_filelike

from certificates.models import CertificateTemplate, Issuer
from courses.curriculum import Course, CurriculumError, Lesson, Module
from courses.models import CourseIndexPage, CoursePage, HomePage, LessonPage, ModulePage
from legal.models import LegalBasis


@dataclass(frozen=True)
class Shelf:
    """What lessons refer to: legal bases by code, keys of images by file name."""

    legal: dict[str, LegalBasis]
    images: dict[str, int]


@transaction.atomic
def ensure_site() -> CourseIndexPage:
    """The home page with the catalogue below it, in place of Wagtail's welcome page.

    Safe to call twice; returns the catalogue.
    """
    index = CourseIndexPage.objects.first()
    if index is not None:
        return index
    home = publish_page(
        _root(), HomePage(title=settings.WAGTAIL_SITE_NAME, slug="home")
    )
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return publish_page(home, CourseIndexPage(title=_("Khóa học"), slug="courses"))


def _root() -> Page:
    """The root of Wagtail's tree, without the welcome page it comes with."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node()
    if root is None:
        return Page.add_root(instance=Page(title="Root", slug="root"))
    welcome = root.get_children().filter(slug="home", numchild=0).first()
    if welcome is not None and welcome.specific_class is Page:
        welcome.delete()
    return Page.objects.get(pk=root.pk)


def publish_page(parent: Page, page: Page, *, after: Page | None = None) -> Page:
    """Publish a new page below its parent, behind that sibling (None: first)."""
    first = parent.get_first_child()
    if after is not None:
        after.add_sibling(pos="right", instance=page)
    elif first is not None:
        first.add_sibling(pos="left", instance=page)
    else:
        parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@transaction.atomic
def load_images(*, folder: Path, titles: dict[str, str]) -> dict[str, int]:
    """The figures as Wagtail images; returns their keys by file name.

    An image with the same content is used again.
    """
    return {name: _image(folder / name, title) for name, title in titles.items()}


def _image(path: Path, title: str) -> int:
    images = get_image_model()
    with path.open("rb") as content:
        digest = hash_filelike(content)
        existing = images.objects.filter(file_hash=digest).first()
        if existing is not None:
            return existing.pk
        image = images(
            title=title, file=File(content, name=path.name), file_hash=digest
        )
        image.file_size = path.stat().st_size
        image.save()
    return image.pk


@transaction.atomic
def load_course(
    *,
    course: Course,
    issuer: Issuer | None,
    template: CertificateTemplate | None,
    images: dict[str, int],
    **fields: Any,
) -> tuple[CoursePage, int]:
    """Make the pages of a course that are not there yet; return it and how many.

    `fields` are further fields of a new course page. Raises CurriculumError when a
    lesson names a legal basis or a figure that does not exist.
    """
    shelf = Shelf({basis.code: basis for basis in LegalBasis.objects.all()}, images)
    page = CoursePage.objects.filter(code=course.code).first()
    added = int(page is None)
    if page is None:
        page = _add_course(
            course, shelf, issuer=issuer, certificate_template=template, **fields
        )
    after = None
    for module in course.modules:
        after, count = _load_module(page, module, shelf, after)
        added += count
    return page, added


def _add_course(course: Course, shelf: Shelf, **fields: Any) -> CoursePage:
    index = ensure_site()
    page = CoursePage(
        code=course.code,
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        audience=course.audience,
        hours=course.hours,
        objectives=course.objectives,
        minimum_mark=course.pass_mark,
        **fields,
    )
    page.legal_bases = [_found(shelf.legal, code) for code in course.legal]
    return publish_page(index, page, after=index.get_last_child())


def _load_module(
    course: CoursePage, module: Module, shelf: Shelf, after: Page | None
) -> tuple[Page, int]:
    """The module's page and how many pages were added for it."""
    page = _child(course, module.slug)
    added = int(page is None)
    if page is None:
        new = ModulePage(slug=module.slug, title=module.title, intro=module.intro)
        page = publish_page(course, new, after=after)
    previous = None
    for lesson in module.lessons:
        existing = _child(page, lesson.slug)
        added += int(existing is None)
        previous = existing or publish_page(
            page, _lesson(lesson, shelf), after=previous
        )
    return page, added


def _child(parent: Page, slug: str) -> Page | None:
    return parent.get_children().filter(slug=slug).first()


def _lesson(lesson: Lesson, shelf: Shelf) -> LessonPage:
    stream = LessonPage.body.field.stream_block
    raw = [_resolved(block, shelf) for block in lesson.body]
    return LessonPage(
        slug=lesson.slug,
        title=lesson.title,
        kind=lesson.kind,
        minutes=lesson.minutes,
        objective=lesson.objective,
        body=stream.clean(stream.to_python(raw)),
    )


def _resolved(block: dict[str, Any], shelf: Shelf) -> dict[str, Any]:
    """A block with keys of rows where the file has codes and file names."""
    value = block["value"]
    if block["type"] == "legal":
        value = value | {"basis": _found(shelf.legal, value["basis"]).pk}
    if block["type"] == "figure":
        value = value | {"image": _found(shelf.images, value["image"])}
    return {"type": block["type"], "value": value}


def _found(shelf: dict[str, Any], name: str) -> Any:
    if name not in shelf:
        raise CurriculumError(
            _("Không có căn cứ hay hình “%(name)s”.") % {"name": name}
        )
    return shelf[name]
