"""Codes of units that their own addresses can bear; those that could not are put right."""

import re
import unicodedata

from django.db import migrations, models

import accounts.codes

FITS = re.compile(accounts.codes.PATTERN)


def fitting(code, taken):
    """The nearest code that an address bears and nobody has: "LỚP/1" is "LOP-1"."""
    letters = unicodedata.normalize("NFD", code.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    base = re.sub(r"[^0-9A-Za-z._-]+", "-", bare).strip("._-")[:40].strip("._-") or "DV"
    found, number = base, 2
    while found.lower() in taken:
        ending = f"-{number}"
        found, number = base[: 40 - len(ending)].rstrip("._-") + ending, number + 1
    return found


def put_right(apps, schema_editor):
    """Codes that fit stay; of those that differ in capitals only, the oldest does."""
    rows = apps.get_model("agencies", "Agency").objects
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
        ("agencies", "0003_heirs_of_ended_units"),
    ]

    operations = [
        migrations.RunPython(put_right, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="agency",
            name="code",
            field=models.CharField(
                max_length=40,
                unique=True,
                validators=[accounts.codes.address_code],
                verbose_name="mã đơn vị",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code__regex", "^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?$")
                ),
                name="agency_code_fits_an_address",
            ),
        ),
    ]
