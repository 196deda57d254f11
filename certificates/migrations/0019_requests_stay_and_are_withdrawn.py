"""Requests are withdrawn with a reason, never deleted; an error says what is wrong."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


STAYS = """
CREATE FUNCTION certificates_request_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a request is withdrawn, never deleted';
END $$;
CREATE TRIGGER request_stays BEFORE DELETE ON certificates_replacementrequest
    FOR EACH ROW EXECUTE FUNCTION certificates_request_stays();
"""
GOES = """
DROP TRIGGER request_stays ON certificates_replacementrequest;
DROP FUNCTION certificates_request_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0018_find_papers_that_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="replacementrequest",
            name="request_open_once",
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="should_say",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="phải ghi là"
            ),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="rút lúc"),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="withdrawn_why",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="lý do rút"
            ),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="says",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="giấy ghi sai"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacementrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_by", None), ("withdrawn_at", None)),
                fields=("certificate",),
                name="request_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacementrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                        ("withdrawn_why", ""),
                    ),
                    models.Q(
                        ("settled_by", None),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_why__gt", ""),
                    ),
                    _connector="OR",
                ),
                name="request_withdrawn_with_reason",
            ),
        ),
        migrations.RunSQL(STAYS, GOES),
    ]
