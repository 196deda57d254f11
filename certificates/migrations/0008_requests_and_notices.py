"""Requests for another paper with their term, and mails to the holder."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0007_nothing_is_taken_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                ("to", models.EmailField(max_length=254, verbose_name="gửi đến")),
                ("subject", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Chờ gửi"),
                            ("sent", "Đã gửi"),
                            ("failed", "Không gửi được"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "error",
                    models.CharField(blank=True, max_length=300, verbose_name="lỗi"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="certificates.registerentry",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thư báo",
                "verbose_name_plural": "thư báo",
                "ordering": ["-created_at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["created_at"],
                        name="notice_pending",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplacementRequest",
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
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("lost", "Bị mất"),
                            ("damaged", "Bị hư hỏng"),
                            ("error", "Sai do cơ quan cấp"),
                        ],
                        max_length=12,
                        verbose_name="lý do",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="nhận ngày")),
                ("due_on", models.DateField(verbose_name="hạn giải quyết")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="ghi chú"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="certificates.registerentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị cấp lại",
                "verbose_name_plural": "đề nghị cấp lại",
                "ordering": ["due_on", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_by", None)),
                        fields=("certificate",),
                        name="request_open_once",
                    )
                ],
            },
        ),
    ]
