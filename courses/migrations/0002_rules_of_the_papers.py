"""How long a paper is valid, whether and how soon it is issued again."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="coursepage",
            name="certificate_days",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="Tính từ ngày nhận đề nghị. Chứng chỉ luôn là 5 ngày làm việc (TT 03/2023/TT-BNV, Điều 5 khoản 4).",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="số ngày làm việc để cấp lại",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="certificate_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Để trống thì giấy không có thời hạn. Có thời hạn thì ngày hết hạn ghi trên giấy; hết hạn, học viên học lại ở lớp mới và được cấp giấy mới, dòng cũ trong sổ giữ nguyên.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(240),
                ],
                verbose_name="thời hạn giá trị (tháng)",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="certificate_reissues",
            field=models.BooleanField(
                default=True,
                help_text="Chỉ cho giấy chứng nhận: giấy cấp lại mang số mới và ghi số cũ. Chứng chỉ chỉ cấp một lần; bị mất, hỏng thì thay bằng giấy chứng nhận hoàn thành khóa học (TT 03/2023/TT-BNV, Điều 5).",
                verbose_name="cấp lại khi mất, hỏng",
            ),
        ),
        migrations.AlterField(
            model_name="coursepage",
            name="certificate_kind",
            field=models.CharField(
                choices=[
                    ("attestation", "Giấy chứng nhận"),
                    ("certificate", "Chứng chỉ"),
                ],
                default="attestation",
                help_text="Giấy chứng nhận: cho khóa ngắn do cơ quan cấp tự tổ chức, điều kiện theo từng khóa. Chứng chỉ: chỉ cho chương trình mà cơ quan cấp được giao; cấp một lần, khi bế giảng, cho người dự đủ và có mọi bài từ 50% trở lên.",
                max_length=12,
                verbose_name="loại giấy",
            ),
        ),
    ]
