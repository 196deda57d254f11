from django.db import migrations

STEPS = [
    (-7, "learner"), (-3, "learner"), (0, "learner"), (3, "learner"),
    (0, "coordinator"), (3, "coordinator"), (7, "head"),
]  # fmt: skip


def add_steps(apps, schema_editor):
    step = apps.get_model("enrolments", "ReminderStep")
    for days, audience in STEPS:
        step.objects.get_or_create(days=days, audience=audience)


class Migration(migrations.Migration):
    """Learners a week and three days before, on the day and after; then those above."""

    dependencies = [("enrolments", "0003_class_organiser")]

    operations = [migrations.RunPython(add_steps, migrations.RunPython.noop)]
