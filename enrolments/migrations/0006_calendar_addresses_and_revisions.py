"""An address of its own for the calendar of a class, and a count of what changed in it.

The database counts, so that a page, a command and Wagtail's admin cannot forget. A save
of anything else leaves the count as it is, also from a copy that was read earlier.
"""

import django.utils.timezone
from django.db import migrations, models

import enrolments.models.calendars

COUNT = """
CREATE FUNCTION enrolments_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed boolean;
BEGIN
    IF TG_TABLE_NAME = 'enrolments_meeting' THEN
        changed := (NEW.title, NEW.starts_at, NEW.ends_at, NEW.place, NEW.link, NEW.cancelled_at)
            IS DISTINCT FROM
            (OLD.title, OLD.starts_at, OLD.ends_at, OLD.place, OLD.link, OLD.cancelled_at);
    ELSE
        changed := (NEW.title, NEW.code, NEW.due_on)
            IS DISTINCT FROM (OLD.title, OLD.code, OLD.due_on);
    END IF;
    NEW.calendar_revision := OLD.calendar_revision + changed::int;
    NEW.calendar_changed_at := CASE WHEN changed
        THEN greatest(clock_timestamp(), OLD.calendar_changed_at) ELSE OLD.calendar_changed_at END;
    RETURN NEW;
END $$;
CREATE TRIGGER count_change BEFORE UPDATE ON enrolments_meeting
    FOR EACH ROW EXECUTE FUNCTION enrolments_count_change();
CREATE TRIGGER count_change BEFORE UPDATE ON enrolments_trainingclass
    FOR EACH ROW EXECUTE FUNCTION enrolments_count_change();
"""
NO_COUNT = "DROP FUNCTION enrolments_count_change CASCADE;"


def add_tokens(apps, schema_editor):
    classes = apps.get_model("enrolments", "TrainingClass")
    for group in classes.objects.filter(calendar_token=None).only("pk").iterator():
        group.calendar_token = enrolments.models.calendars.new_token()
        group.save(update_fields=["calendar_token"])


def count_fields(model):
    return [
        migrations.AddField(
            model_name=model,
            name="calendar_changed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False
            ),
        ),
        migrations.AddField(
            model_name=model,
            name="calendar_revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0005_roster_corrections")]

    operations = [
        *count_fields("meeting"),
        *count_fields("trainingclass"),
        migrations.AddField(
            model_name="trainingclass",
            name="calendar_token",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.RunPython(add_tokens, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="trainingclass",
            name="calendar_token",
            field=models.CharField(
                default=enrolments.models.calendars.new_token,
                editable=False,
                help_text="the address of the calendar, known to who runs or attends the class",
                max_length=64,
                unique=True,
            ),
        ),
        migrations.RunSQL(COUNT, NO_COUNT),
    ]
