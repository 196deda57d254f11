"""Codes of classes that their own addresses can bear; those that could not are put right."""

import re
import unicodedata

import django.core.validators
import django.db.models.functions.text
from django.db import migrations, models

import accounts.codes

FITS = re.compile(accounts.codes.PATTERN)


def fitting(code, taken):
    """The nearest code that an address bears and nobody has: "LỚP/1" is "LOP-1"."""
    letters = unicodedata.normalize("NFD", code.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    base = (
        re.sub(r"[^0-9A-Za-z._-]+", "-", bare).strip("._-")[:40].strip("._-") or "LOP"
    )
    found, number = base, 2
    while found.lower() in taken:
        ending = f"-{number}"
        found, number = base[: 40 - len(ending)].rstrip("._-") + ending, number + 1
    return found


def put_right(apps, schema_editor):
    """Codes that fit stay; of those that differ in capitals only, the oldest does."""
    rows = apps.get_model("enrolments", "TrainingClass").objects
    bad, taken = [], set()
    for pk, code in rows.order_by("pk").values_list("pk", "code"):
        if FITS.fullmatch(code) and code.lower() not in taken:
            taken.add(code.lower())
        else:
            bad.append((pk, code))
    for pk, code in bad:
        new = fitting(code, taken)
        taken.add(new.lower())
        rows.filter(pk=pk).update(code=new)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_reorganisation_and_delegation"),
        ("courses", "0001_initial"),
        ("enrolments", "0006_calendar_addresses_and_revisions"),
    ]

    operations = [
        migrations.RunPython(put_right, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="trainingclass",
            name="attendance_minimum",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Phần trăm số buổi phải dự để được công nhận. 0 là không xét.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="tỷ lệ dự buổi tối thiểu",
            ),
        ),
        migrations.AlterField(
            model_name="trainingclass",
            name="code",
            field=models.CharField(
                help_text="Chữ không dấu, chữ số và các dấu . _ - (ví dụ SHHS-2022-01).",
                max_length=40,
                unique=True,
                validators=[accounts.codes.address_code],
                verbose_name="mã lớp",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code__regex", "^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?$")
                ),
                name="class_code_fits_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("code"), name="class_code_once"
            ),
        ),
        migrations.AlterConstraint(
            model_name="reminderstep",
            name="step_once",
            constraint=models.UniqueConstraint(
                fields=("days", "audience"),
                name="step_once",
                violation_error_message="Đã có bước nhắc này cho người nhận này. Anh/chị sửa bước đã có.",
            ),
        ),
    ]
