"""Courses choose a template by its name: twins get a number, the oldest keeps its name."""

from django.db import migrations, models
from django.db.models.functions import Lower

LENGTH = 120


def numbered(name, taken):
    """The name with the first number that nobody has."""
    number = 2
    while True:
        ending = f" ({number})"
        new = name[: LENGTH - len(ending)] + ending
        if new.casefold() not in taken:
            return new
        number += 1


def forwards(apps, schema_editor):
    template = apps.get_model("certificates", "CertificateTemplate")
    rows = list(template.objects.order_by("pk").values_list("pk", "name"))
    taken, seen = {name.casefold() for _pk, name in rows}, set()
    for pk, name in rows:
        if name.casefold() in seen:
            name = numbered(name, taken)
            template.objects.filter(pk=pk).update(name=name)
            taken.add(name.casefold())
        seen.add(name.casefold())


class Migration(migrations.Migration):
    dependencies = [("certificates", "0022_saved_templates_are_published")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="certificatetemplate",
            constraint=models.UniqueConstraint(
                Lower("name"), name="certificate_template_name"
            ),
        ),
    ]
