"""Of one line the holder may be told twice: that it was written, and of its end."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0016_notices_are_dropped_or_sent_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="topic",
            field=models.CharField(
                choices=[
                    ("line", "Việc đã ghi vào sổ"),
                    ("expiry", "Giấy sắp hết hạn"),
                ],
                db_default="line",
                default="line",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="certificates.registerentry",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("entry", "topic"), name="notice_once_per_topic"
            ),
        ),
    ]
