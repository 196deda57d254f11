"""A trainer brings in a file: template, preview, import, take back; on a phone too."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from courses.models import CourseIndexPage
from lms.roles import TRAINERS, ensure_roles
from questions.formats.sheet import Sheet
from questions.models import Question
from tests.factories import CourseFactory, UserFactory
from tests.questions.factories import category
from tests.questions.test_importing import draft, pictured

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
FILE_TYPE = Sheet.content_type


@pytest.mark.parametrize("width", [1366, 360])
def test_import__from_file_to_list_and_back(new_page, log_in, axe, shot, width):
    CourseFactory(code="SHHS", certificate=False)
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    category("Số hóa hồ sơ")
    bad = draft("Câu nào có mã dài?", code="X" * 41)
    content, _refused = Sheet().write([draft(code="A-1"), pictured(), bad])

    page = new_page(width)
    log_in(page, trainer.staff_code, PASSWORD)
    page.goto("/cms/question-import/")
    axe(page)
    shot(page, f"import-upload-{width}")
    page.set_input_files(
        "[name=file]",
        files=[{"name": "cau-hoi.xlsx", "mimeType": FILE_TYPE, "buffer": content}],
    )
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_label("Nhập vào nhóm").select_option(label="Số hóa hồ sơ")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("từ chối 1")).to_be_visible()
    axe(page)
    shot(page, f"import-preview-{width}")
    page.get_by_role("button", name="Nhập 2 câu").click()
    expect(page.get_by_text("Đã nhập 2 câu")).to_be_visible()
    axe(page)
    shot(page, f"import-result-{width}")
    assert Question.objects.count() == 2
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    expect(page.get_by_text("đã được hoàn tác")).to_be_visible()
    assert not Question.objects.exists()
    page.goto("/cms/question-export/")
    axe(page)
