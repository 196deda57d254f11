"""A fourth way to sign for somebody: TUQ., by authority given (Decree 30/2020)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0003_lines_of_before_and_never_changed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="issuer",
            name="signed_for",
            field=models.CharField(
                blank=True,
                help_text="Chức vụ hoặc tập thể đứng sau KT., TL., TM., TUQ.; ví dụ Giám đốc khi phó giám đốc ký thay. Ký trực tiếp thì để trống.",
                max_length=150,
                verbose_name="ký thay cho",
            ),
        ),
        migrations.AlterField(
            model_name="issuer",
            name="signer_capacity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Ký trực tiếp"),
                    ("KT.", "KT. (ký thay)"),
                    ("TL.", "TL. (thừa lệnh)"),
                    ("TM.", "TM. (thay mặt)"),
                    ("TUQ.", "TUQ. (thừa ủy quyền)"),
                ],
                max_length=4,
                verbose_name="tư cách ký",
            ),
        ),
    ]
