"""A mail that is no news any more has not failed; one that failed is sent again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NO_NEWS = "Không cần nữa:"  # how the worker began the reason, in its language


def drop_what_was_needless(apps, schema_editor):
    notices = apps.get_model("certificates", "Notice").objects
    needless = notices.filter(state="failed", error__startswith=NO_NEWS)
    needless.update(state="dropped")


def call_them_failed(apps, schema_editor):
    notices = apps.get_model("certificates", "Notice").objects
    notices.filter(state="dropped").update(state="failed")


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0015_find_papers_by_hash"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Chờ gửi"),
                    ("sent", "Đã gửi"),
                    ("failed", "Không gửi được"),
                    ("dropped", "Không cần gửi nữa"),
                ],
                default="pending",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="retry_at",
            field=models.DateTimeField(null=True, verbose_name="thử lại lúc"),
        ),
        migrations.AddField(
            model_name="notice",
            name="asked_again_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="asked_again_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(drop_what_was_needless, call_them_failed),
    ]
