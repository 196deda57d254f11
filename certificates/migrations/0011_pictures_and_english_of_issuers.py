"""Emblem, seal and the English words of an issuer."""

from django.db import migrations, models

import certificates.mark_fields


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0010_credentials"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuer",
            name="emblem",
            field=certificates.mark_fields.MarkField(
                blank=True,
                help_text="In ở đầu giấy. PNG hoặc SVG nền trong, không quá 1 MB.",
                max_length=80,
                verbose_name="biểu trưng",
            ),
        ),
        migrations.AddField(
            model_name="issuer",
            name="english_name",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="tên tiếng Anh"
            ),
        ),
        migrations.AddField(
            model_name="issuer",
            name="english_signed_for",
            field=models.CharField(
                blank=True, max_length=150, verbose_name="ký thay cho, tiếng Anh"
            ),
        ),
        migrations.AddField(
            model_name="issuer",
            name="english_signer_title",
            field=models.CharField(
                blank=True, max_length=150, verbose_name="chức vụ người ký, tiếng Anh"
            ),
        ),
        migrations.AddField(
            model_name="issuer",
            name="english_superior",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="cơ quan chủ quản, tiếng Anh"
            ),
        ),
        migrations.AddField(
            model_name="issuer",
            name="seal",
            field=certificates.mark_fields.MarkField(
                blank=True,
                help_text="In bên trái chữ ký. PNG hoặc SVG nền trong, không quá 1 MB. Giấy đã cấp giữ hình dấu lúc cấp.",
                max_length=80,
                verbose_name="hình dấu",
            ),
        ),
    ]
