"""A trainer brings in a file: template, preview, import, take back; on a phone too."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import CourseIndexPage
from lms.celery import app
from lms.roles import TRAINERS, ensure_roles
from questions import import_files
from questions.formats.sheet import Sheet
from questions.models import Question
from questions.services import plan_kept, previews
from tests.factories import CourseFactory, UserFactory
from tests.questions.factories import category
from tests.questions.test_importing import draft, pictured

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
FILE_TYPE = Sheet.content_type
FITS = """[...document.querySelectorAll("select")].every(
    (list) => list.getBoundingClientRect().right <= innerWidth)"""
LONG = (
    "Số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính tại bộ phận một cửa"
)


@pytest.mark.parametrize("width", [1366, 360])
def test_import__from_file_to_list_and_back(new_page, log_in, axe, shot, width):
    CourseFactory(code="SHHS", certificate=False)
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    category(LONG)
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
    page.get_by_label("Nhập vào nhóm").select_option(label=LONG)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("từ chối 1")).to_be_visible()
    assert page.evaluate(FITS)
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


def test_import__of_a_large_file__the_page_waits_and_goes_on(
    new_page, log_in, axe, shot, monkeypatch
):
    """The worker answers while the page is open; the page finds it by itself."""
    CourseFactory(code="SHHS", certificate=False)
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    shelf = category("Số hóa hồ sơ")
    queue = []
    monkeypatch.setattr(app, "send_task", lambda name, args: queue.append(args))
    monkeypatch.setattr(previews, "QUICK_ITEMS", 1)
    two = Sheet().write([draft(), draft("Hai?")])[0]
    kept = import_files.keep(content=two, name="cau-hoi.xlsx", owner=trainer.pk)

    page = new_page(360)
    log_in(page, trainer.staff_code, PASSWORD)
    page.goto(f"/cms/question-import/{kept.uid}/?format=xlsx&category={shelf.pk}")
    expect(page.get_by_text("chế độ nền")).to_be_visible()
    axe(page)
    shot(page, "import-wait-360")
    uid, owner, asked = queue.pop()
    plan_kept(uid=uid, owner=owner, settings=asked, at=timezone.now())
    expect(page.get_by_role("button", name="Nhập 2 câu")).to_be_visible()
    assert queue == []
