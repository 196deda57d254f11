import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0003_frozen_layout"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExtraTime",
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
                    "key",
                    models.UUIDField(help_text="of the form: sent twice, given once"),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="số phút",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="what they led to", verbose_name="hết giờ mới"
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do")),
                ("given_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_times",
                        to="quizzes.attempt",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "giờ làm thêm",
                "verbose_name_plural": "giờ làm thêm",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "attempt"), name="extra_time_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)),
                        name="extra_time_positive",
                    ),
                ],
            },
        ),
    ]
