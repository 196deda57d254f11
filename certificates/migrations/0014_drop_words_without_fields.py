"""The words that became sentences with fields."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0013_words_become_sentences"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="certificatetemplate",
            name="attests",
        ),
        migrations.RemoveField(
            model_name="certificatetemplate",
            name="completed_label",
        ),
    ]
