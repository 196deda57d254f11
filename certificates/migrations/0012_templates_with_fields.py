"""Layout, colour, sentences with fields and an English side of a template."""

import django.db.models.deletion
from django.db import migrations, models

import certificates.wording_checks


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0011_pictures_and_english_of_issuers"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificatetemplate",
            name="body",
            field=models.TextField(
                default="Sinh ngày: {ngày sinh}\nChức vụ, đơn vị: {chức vụ}, {đơn vị}\nĐã hoàn thành khóa: {khóa học}\nThời gian: Từ ngày {từ ngày} đến ngày {đến ngày}, {số tiết} tiết, {hình thức}\nKết quả: {kết quả}",
                help_text="Mỗi dòng một ý. Chữ trước dấu hai chấm là nhãn; dòng không có nhãn in thành câu. Phần giữa hai dấu phẩy tự bỏ khi không có dữ liệu.",
                max_length=1500,
                validators=[
                    certificates.wording_checks.check_wording,
                    certificates.wording_checks.check_lines,
                ],
                verbose_name="nội dung",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="colour",
            field=models.CharField(
                choices=[
                    ("lacquer", "Đỏ son"),
                    ("indigo", "Xanh chàm"),
                    ("jade", "Xanh ngọc"),
                ],
                default="lacquer",
                max_length=12,
                verbose_name="màu nhấn",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="english_body",
            field=models.TextField(
                default="Date of birth: {date of birth}\nPosition, agency: {position}, {agency}\nHas completed the course: {course}\nPeriod: From {from} to {to}, {hours} class hours, {mode}\nResult: {result}",
                help_text="Viết như nội dung tiếng Việt. Tên riêng và tên khóa giữ nguyên.",
                max_length=1500,
                validators=[
                    certificates.wording_checks.check_english_wording,
                    certificates.wording_checks.check_lines,
                ],
                verbose_name="nội dung tiếng Anh",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="english_heading",
            field=models.CharField(
                default="Certificate of completion",
                max_length=120,
                verbose_name="tên giấy tiếng Anh",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="english_lead",
            field=models.CharField(
                default="This is to certify that",
                max_length=300,
                validators=[certificates.wording_checks.check_english_wording],
                verbose_name="câu dẫn tiếng Anh",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="english_note",
            field=models.CharField(
                blank=True,
                default="Translation; the Vietnamese side prevails.",
                max_length=200,
                verbose_name="ghi chú tiếng Anh",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="has_english",
            field=models.BooleanField(
                default=False,
                help_text="Trang thứ hai của cùng tờ giấy.",
                verbose_name="in thêm mặt tiếng Anh",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="layout",
            field=models.CharField(
                choices=[
                    ("guilloche", "Khổ ngang, khung hoa văn"),
                    ("upright", "Khổ dọc, thể thức Nghị định 30"),
                ],
                default="guilloche",
                max_length=12,
                verbose_name="bố cục",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="lead",
            field=models.CharField(
                default="Giám đốc Trung tâm Phục vụ hành chính công tỉnh chứng nhận ông/bà",
                help_text="Họ tên in lớn ngay dưới câu này.",
                max_length=300,
                validators=[certificates.wording_checks.check_wording],
                verbose_name="câu dẫn",
            ),
        ),
        migrations.AddField(
            model_name="certificatetemplate",
            name="preview_issuer",
            field=models.ForeignKey(
                blank=True,
                help_text="Giấy thật lấy cơ quan cấp của khóa học. Để trống thì lấy cơ quan đầu.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="certificates.issuer",
                verbose_name="cơ quan cấp khi xem thử",
            ),
        ),
        migrations.AlterField(
            model_name="certificatetemplate",
            name="name",
            field=models.CharField(
                help_text="Để chọn khi soạn khóa học; không in trên giấy.",
                max_length=120,
                verbose_name="tên mẫu",
            ),
        ),
    ]
