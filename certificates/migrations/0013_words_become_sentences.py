"""What a template said in pieces becomes sentences with fields, its revisions too."""

from django.db import migrations

BODY = """\
Sinh ngày: {{ngày sinh}}
Chức vụ, đơn vị: {{chức vụ}}, {{đơn vị}}
{label}: {{khóa học}}
Thời gian: Từ ngày {{từ ngày}} đến ngày {{đến ngày}}, {{số tiết}} tiết, {{hình thức}}
Kết quả: {{kết quả}}"""


def lead_of(attests):
    return f"{plain(attests)} ông/bà"


def body_of(label):
    return BODY.format(label=plain(label).replace(":", " –"))


def plain(words):
    """Braces were nothing special before."""
    return words.replace("{", "(").replace("}", ")").strip()


def forwards(apps, schema_editor):
    template = apps.get_model("certificates", "CertificateTemplate")
    for row in template.objects.all():
        row.lead, row.body = lead_of(row.attests), body_of(row.completed_label)
        row.save(update_fields=["lead", "body"])
    revision = apps.get_model("wagtailcore", "Revision")
    ours = revision.objects.filter(
        content_type__app_label="certificates",
        content_type__model="certificatetemplate",
    )
    for row in ours:
        if "attests" in row.content and "lead" not in row.content:
            row.content["lead"] = lead_of(row.content["attests"])
            row.content["body"] = body_of(row.content["completed_label"])
            row.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0012_templates_with_fields"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
