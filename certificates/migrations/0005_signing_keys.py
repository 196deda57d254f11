"""The key an issuer signs with, by its name."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_signing_by_authority"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuer",
            name="key_name",
            field=models.CharField(
                blank=True,
                help_text="Tên khóa do quản trị hệ thống cài. Có tên thì giấy chỉ ra khi đã ký số; để trống thì giấy không ký số.",
                max_length=60,
                validators=[django.core.validators.RegexValidator("^[0-9A-Za-z._-]+$")],
                verbose_name="khóa ký số",
            ),
        ),
    ]
