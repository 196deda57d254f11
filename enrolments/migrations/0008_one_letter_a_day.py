"""The working day a mail is for; a learner gets one a day about a class."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0007_class_codes_fit_an_address")]

    operations = [
        migrations.AddField(
            "reminder",
            "send_on",
            models.DateField(
                null=True,
                help_text="the working day it is written for, never before it",
            ),
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(
                fields=["training_class", "recipient", "send_on"],
                condition=models.Q(audience="learner"),
                name="reminder_learner_once_a_day",
            ),
        ),
    ]
