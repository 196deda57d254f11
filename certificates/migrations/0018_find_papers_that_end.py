"""Papers that end soon are looked for several times a day."""

from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0017_notices_have_a_topic"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                KeyTextTransform("valid_until", "facts"),
                condition=models.Q(("status", "ready")),
                name="certificate_ends",
            ),
        ),
    ]
