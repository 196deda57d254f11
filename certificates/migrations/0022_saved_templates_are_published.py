"""Templates so far were in use as they were saved last: that is what is published."""

from django.db import migrations


def forwards(apps, schema_editor):
    template = apps.get_model("certificates", "CertificateTemplate")
    for row in template.objects.exclude(latest_revision=None):
        saved_at = row.latest_revision.created_at
        template.objects.filter(pk=row.pk).update(
            live_revision=row.latest_revision,
            first_published_at=saved_at,
            last_published_at=saved_at,
        )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0021_templates_have_drafts")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
