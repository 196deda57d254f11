from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows of a roster are put right before it is applied, and no one undoes another's."""

    dependencies = [("enrolments", "0004_default_reminder_steps")]

    operations = [
        migrations.AddField(
            model_name="rosterimport",
            name="decisions",
            field=models.JSONField(
                default=dict, help_text="row to what the coordinator decided about it"
            ),
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="version",
            field=models.PositiveIntegerField(
                default=0,
                help_text="rises with every reading, correction and decision",
            ),
        ),
    ]
