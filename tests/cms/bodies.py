"""A lesson's body with one block of every kind."""

from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.factories import LegalBasisFactory

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'


def picture():
    file = ContentFile(PICTURE, name="hinh.svg")
    return get_image_model().objects.create(
        title="Bốn bước", file=file, width=40, height=30
    )


def paper():
    file = ContentFile(b"Mau 01", name="mau-01.txt")
    return get_document_model().objects.create(title="Mẫu 01", file=file)


def every_block() -> list[tuple[str, object]]:
    return [
        ("text", "<p>Người dân nộp <b>bản chính</b>.</p>"),
        (
            "steps",
            {"title": "Bốn bước", "items": [{"title": "Sao chụp", "text": "300 dpi"}]},
        ),
        (
            "legal",
            {"basis": LegalBasisFactory(), "article": "Điều 11", "note": "Bốn bước."},
        ),
        ("today", {"text": "Nay làm theo luật mới.", "checked_on": "2026-11-23"}),
        ("example", {"title": "Ở Suối Rao", "text": "<p>Một tệp.</p>"}),
        ("check", check()),
        ("table", {"data": [["Mẫu", "Tên"], ["01", "Giấy tiếp nhận"]]}),
        ("figure", {"image": picture(), "alt": "Bốn ô nối nhau", "caption": ""}),
        ("document", {"title": "Phiếu hẹn", "text": "<p>Hẹn trả 3 ngày.</p>"}),
        ("think", [{"question": "Ai ký số?", "hint": ""}]),
        ("key_points", ["Số hóa khi tiếp nhận."]),
        ("file", {"document": paper(), "title": "Mẫu 01"}),
    ]


def check() -> dict:
    options = [
        {"text": "Sao chụp", "is_correct": True},
        {"text": "Lưu", "is_correct": False},
    ]
    return {
        "question": "Bước nào trước?",
        "options": options,
        "explanation": "Sao chụp là bước 1.",
    }
