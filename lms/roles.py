"""The groups that open Wagtail's editor, and what each may do there."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

TRAINERS = "Giảng viên"
CONTENT_MANAGERS = "Quản trị nội dung"

WRITING = [
    "wagtailadmin.access_admin",
    "questions.add_question",
    "questions.change_question",
    "questions.view_question",
    "questions.publish_question",
    "questions.add_questioncategory",
    "questions.change_questioncategory",
    "questions.view_questioncategory",
    "legal.add_legalbasis",
    "legal.change_legalbasis",
    "legal.view_legalbasis",
    "enrolments.view_trainingclass",
]
MANAGING = [
    *WRITING,
    "questions.delete_question",
    "questions.lock_question",
    "questions.unlock_question",
    "questions.delete_questioncategory",
    "legal.delete_legalbasis",
    "certificates.add_issuer",
    "certificates.change_issuer",
    "certificates.view_issuer",
    "certificates.add_certificatetemplate",
    "certificates.change_certificatetemplate",
    "certificates.publish_certificatetemplate",
    "certificates.view_certificatetemplate",
    "certificates.view_certificate",
    "certificates.replace_certificate",
    "certificates.revoke_certificate",
    "certificates.view_register",
    "enrolments.add_trainingclass",
    "enrolments.change_trainingclass",
    "enrolments.delete_trainingclass",
    "enrolments.add_enrolment",
    "enrolments.add_holiday",
    "enrolments.change_holiday",
    "enrolments.delete_holiday",
    "enrolments.view_holiday",
    "enrolments.change_reminderstep",
    "enrolments.view_reminderstep",
    "enrolments.view_reminder",
]
MODELS = {TRAINERS: WRITING, CONTENT_MANAGERS: MANAGING}
PAGES = ["add_page", "change_page", "publish_page"]
ALL_PAGES = [*PAGES, "bulk_delete_page", "lock_page", "unlock_page"]
FILES = [
    "wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image",
    "wagtaildocs.add_document", "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
]  # fmt: skip
ALL_FILES = [*FILES, "wagtailimages.delete_image", "wagtaildocs.delete_document"]


@transaction.atomic
def ensure_roles(*, courses: Page) -> None:
    """Make the groups with their rights over the course tree; safe to call twice.

    Rights that an administrator took from a group since are not given back.
    """
    _ensure(TRAINERS, WRITING, courses, PAGES, FILES)
    _ensure(CONTENT_MANAGERS, MANAGING, courses, ALL_PAGES, ALL_FILES)


def lacking() -> dict[str, list[str]]:
    """The rights of either group, by name, that it does not have: taken, or new since."""
    missing = {}
    for name, models in MODELS.items():
        has = Group.objects.get(name=name).permissions.select_related("content_type")
        known = {f"{p.content_type.app_label}.{p.codename}" for p in has}
        missing[name] = sorted(set(models) - known)
    return {name: rights for name, rights in missing.items() if rights}


@transaction.atomic
def give_what_is_lacking() -> None:
    """Add to the groups what this version would give them; nothing is taken away."""
    for name, rights in lacking().items():
        Group.objects.get(name=name).permissions.add(*_permissions(rights))


def _ensure(
    name: str, models: list[str], courses: Page, pages: list[str], files: list[str]
) -> None:
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        return
    group.permissions.set(_permissions(models))
    page_rights = _permissions(f"wagtailcore.{codename}" for codename in pages)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=courses, permission=p)
        for p in page_rights
    )
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=p)
        for p in _permissions(files)
    )


def _permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions of names like "legal.add_legalbasis"; raises LookupError."""
    wanted = {tuple(name.split(".")) for name in names}
    matching = Q()
    for app, codename in wanted:
        matching |= Q(content_type__app_label=app, codename=codename)
    found = {
        (p.content_type.app_label, p.codename): p
        for p in Permission.objects.filter(matching).select_related("content_type")
    }
    if missing := wanted - found.keys():
        raise LookupError(f"no such permission: {sorted(missing)}")
    return list(found.values())
