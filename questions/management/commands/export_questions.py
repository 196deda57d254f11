"""Questions of a category, with those below it, to a file that is read back."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from questions.exporting import drafts_within, written
from questions.formats import FORMATS, READ_ONLY, format_named
from questions.formats.draft import UnusableFile
from questions.importing import category_names, find_category


class Command(BaseCommand):
    """Exit codes: 0 done, 1 questions that the format cannot hold, 2 unusable input."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format", required=True, choices=sorted(set(FORMATS) - READ_ONLY)
        )
        parser.add_argument("--category", required=True, metavar="PATH")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args, **options) -> None:
        category = self.category(options["category"])
        form = format_named(options["format"])
        content, items, asked = written(form, drafts_within(category))
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"{options['output']}: {error.strerror}", returncode=2
            ) from error
        refused = [item for item in items if item.refusal]
        lossy = [item for item in items if not item.refusal]
        report = {
            "exported": asked - len(refused) - len(lossy),
            "lossy": len(lossy),
            "refused": len(refused),
        }
        self.show(report, items, options)
        if refused:
            message = _("%(refused)s câu không ghi được ở dạng này.") % report
            raise CommandError(message, returncode=1)

    def category(self, path: str):
        try:
            names = category_names(path)
        except UnusableFile as error:
            raise CommandError(str(error), returncode=2) from error
        if category := find_category(names):
            return category
        raise CommandError(
            _("Không có nhóm câu hỏi “%(path)s”.") % {"path": path}, returncode=2
        )

    def show(self, report: dict, items: list, options: dict) -> None:
        said = [
            {
                "place": item.place,
                "notes": [item.refusal] if item.refusal else list(item.losses),
            }
            for item in items
        ]
        if options["json"]:
            whole = report | {"items": said}
            self.stdout.write(json.dumps(whole, ensure_ascii=False))
            return
        for item in said:
            self.stdout.write(f"{item['place']}: {'; '.join(item['notes'])}")
        line = _(
            "Ghi %(exported)s câu, ghi có mất mát %(lossy)s, không ghi %(refused)s."
        )
        self.stdout.write(line % report)
