"""The third kind of paper, why one is replaced, and who may do it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0005_signing_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="certificate",
            options={
                "ordering": ["-issued_at", "-pk"],
                "permissions": [
                    ("replace_certificate", "Cấp lại, thay thế, sửa tên trên giấy"),
                    ("revoke_certificate", "Thu hồi giấy theo quyết định"),
                ],
                "verbose_name": "giấy chứng nhận",
                "verbose_name_plural": "giấy chứng nhận",
            },
        ),
        migrations.AlterField(
            model_name="certificate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("attestation", "Giấy chứng nhận"),
                    ("certificate", "Chứng chỉ"),
                    ("completion", "Giấy chứng nhận hoàn thành khóa học"),
                ],
                default="attestation",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="registerentry",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fraud", "Gian dối trong tuyển sinh hoặc học tập"),
                    ("not_eligible", "Cấp cho người không đủ điều kiện"),
                    ("authority", "Cấp không đúng thẩm quyền"),
                    ("altered", "Bị tẩy xóa, sửa chữa"),
                    ("lent", "Cho người khác sử dụng"),
                    ("lost", "Bị mất"),
                    ("damaged", "Bị hư hỏng"),
                    ("error", "Sai do cơ quan cấp"),
                ],
                max_length=12,
                verbose_name="lý do",
            ),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["at"], name="entry_at"),
        ),
    ]
