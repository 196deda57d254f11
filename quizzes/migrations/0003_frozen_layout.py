from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def freeze_layout(apps, schema_editor):
    """Sittings begun before keep the layout that their quiz has now."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    quiz = apps.get_model("quizzes", "QuizPage").objects.filter(pk=OuterRef("quiz"))
    attempts.update(
        per_page=Subquery(quiz.values("per_page")),
        is_forward_only=Subquery(quiz.values("is_forward_only")),
    )
    checked = attempts.filter(quiz__feedback_when="each")
    checked.update(checks_each=True)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0002_rules_and_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="per_page",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="questions on a page, as on the start; 0 is all on one",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_forward_only",
            field=models.BooleanField(default=False, help_text="as on the start"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="checks_each",
            field=models.BooleanField(
                default=False,
                help_text="as on the start: answers may be checked, for good, while it runs",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="is_closed",
            field=models.BooleanField(
                default=False,
                help_text="no save any more: submitted, checked, or passed by going forward",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=Q(submitted_at__isnull=False, score=None),
                fields=["submitted_at"],
                name="attempt_waits_for_marks",
            ),
        ),
        migrations.RunPython(freeze_layout, migrations.RunPython.noop),
    ]
