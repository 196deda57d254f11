"""Lessons finished very fast become facts of their own, also those of before.

What was computed whenever one person's page was opened could not be listed for a
province, and changed when an author changed the minutes of a lesson.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Faster than a tenth of the stated minutes, as progress/plausibility.py has it.
BEFORE = """
INSERT INTO progress_quickfinish
       (uid, completion_id, enrolment_id, done_at, opened_at, minutes)
SELECT gen_random_uuid(), c.id, c.enrolment_id, c.completed_at, v.first_at, a.minutes
  FROM (SELECT DISTINCT ON (enrolment_id, activity_id) *
          FROM progress_completion WHERE voided_at IS NULL
         ORDER BY enrolment_id, activity_id, completed_at, id) c
  JOIN courses_activitypage a ON a.page_ptr_id = c.activity_id
  LEFT JOIN progress_visit v
         ON v.enrolment_id = c.enrolment_id AND v.activity_id = c.activity_id
 WHERE coalesce(c.max_score, 0) = 0
   AND (v.first_at IS NULL
        OR c.completed_at - v.first_at < a.minutes * interval '6 seconds')
"""
FORBID = """
CREATE FUNCTION progress_talk_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was noted of a talk is never changed or deleted';
END $$;
CREATE TRIGGER talk_stands BEFORE UPDATE OR DELETE ON progress_quickfinishtalk
    FOR EACH ROW EXECUTE FUNCTION progress_talk_stands();
"""
ALLOW = """
DROP TRIGGER talk_stands ON progress_quickfinishtalk;
DROP FUNCTION progress_talk_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0001_initial"),
        ("enrolments", "0004_default_reminder_steps"),
        ("progress", "0008_files_made_in_the_background"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuickFinish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("done_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "completion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quick_finish",
                        to="progress.completion",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quick_finishes",
                        to="enrolments.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài xong rất nhanh",
                "verbose_name_plural": "bài xong rất nhanh",
            },
        ),
        migrations.CreateModel(
            name="QuickFinishTalk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("is_aside", models.BooleanField()),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="ghi chú"
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                (
                    "finish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="progress.quickfinish",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lần trao đổi",
                "verbose_name_plural": "lần trao đổi",
                "ordering": ["noted_at", "pk"],
            },
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(FORBID, ALLOW),
    ]
