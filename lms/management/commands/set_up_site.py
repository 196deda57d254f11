"""Make what Wagtail needs before the first author logs in; safe to run twice."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from courses.services import ensure_site
from lms.roles import (
    CONTENT_MANAGERS,
    TRAINERS,
    ensure_roles,
    give_what_is_lacking,
    lacking,
)


class Command(BaseCommand):
    help = "The home page, the catalogue at /courses/ and the groups of the editors."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--grant",
            action="store_true",
            help="give groups that exist the rights they lack, as after an update",
        )

    def handle(self, *args, grant: bool, **options) -> None:
        with translation.override("vi"):
            ensure_roles(courses=ensure_site())
        if grant:
            give_what_is_lacking()
        self.stdout.write(
            _("Đã có trang chủ, danh mục khóa học và các nhóm: %(groups)s.")
            % {"groups": f"{TRAINERS}, {CONTENT_MANAGERS}"}
        )
        for group, rights in lacking().items():
            self.stdout.write(
                _("Nhóm %(group)s chưa có: %(rights)s. Thêm bằng set_up_site --grant.")
                % {"group": group, "rights": ", ".join(rights)}
            )
