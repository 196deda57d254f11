"""A file handed in at /verify/ is looked up by its hash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0014_drop_words_without_fields"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["sha256"], name="certificate_sha256"),
        ),
    ]
