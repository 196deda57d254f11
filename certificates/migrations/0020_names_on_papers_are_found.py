"""A paper is found by the name that stands on it, whatever the profile says today."""

from itertools import islice

from django.db import migrations

import certificates.models.name_field
from certificates.models.name_field import folded_name

PORTION = 2000


def fill(apps, schema_editor) -> None:
    """Portion by portion: 100,000 papers are some seconds."""
    certificates = apps.get_model("certificates", "Certificate").objects
    rows = certificates.order_by("pk").values_list("pk", "facts__name").iterator()
    while portion := list(islice(rows, PORTION)):
        lines = [
            certificates.model(pk=pk, name_text=folded_name({"name": name or ""}))
            for pk, name in portion
        ]
        certificates.bulk_update(lines, ["name_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0019_requests_stay_and_are_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="name_text",
            field=certificates.models.name_field.FoldedNameField(
                db_default="", editable=False, max_length=320
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
