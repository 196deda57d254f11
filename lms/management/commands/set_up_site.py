"""Make what Wagtail needs before the first author logs in; safe to run twice."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from courses.services import ensure_site
from lms.roles import CONTENT_MANAGERS, TRAINERS, ensure_roles


class Command(BaseCommand):
    help = "The home page, the catalogue at /courses/ and the groups of the editors."

    def handle(self, *args, **options) -> None:
        with translation.override("vi"):
            ensure_roles(courses=ensure_site())
        self.stdout.write(
            _("Đã có trang chủ, danh mục khóa học và các nhóm: %(groups)s.")
            % {"groups": f"{TRAINERS}, {CONTENT_MANAGERS}"}
        )
