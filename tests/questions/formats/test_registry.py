"""The registry of formats, and which of them a file is."""

import json
from datetime import date

import pytest

from questions.exporting import Pictures, draft_of, drafts_within
from questions.formats import FORMATS, READ_ONLY, WRITE_ONLY, format_named, guess
from questions.formats.sheet.rows import kind_sheets
from questions.importing import find_category
from questions.models import Question
from tests.questions.test_importing import bring, draft, pictured, states

WRITABLE = sorted(set(FORMATS) - READ_ONLY)
LOSSLESS = [name for name in WRITABLE if name != "aiken"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format__is_there_under_its_name(name):
    assert format_named(name).name == name
    assert str(format_named(name).label)
    assert format_named(name).extension


@pytest.mark.parametrize("name", WRITABLE)
def test_guess__knows_what_we_write(name):
    content, _items = format_named(name).write([draft(), draft("Hai?")])
    assert guess(content) == (name if name not in WRITE_ONLY else "qti")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbf::A::B? {T}", "gift"),
        ("Thủ đô? {=Hà Nội ~Huế}".encode("utf-16"), "gift"),
        (b"A?\nA. x\nB. y\nANSWER: A\n", "aiken"),
        (b'<?xml version="1.0"?><quiz></quiz>', "moodle-xml"),
        (b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/x"/>', "qti"),
        (b'<qti-assessment-item identifier="a"/>', "qti"),
        (json.dumps([{"model": "quiz.quiz", "pk": 1}]).encode(), "django-quiz-app"),
        (b"[1, 2]", None),
        (b"[" * 100_000, None),
        (b"", None),
        (b"PK\x03\x04", None),
        (b"%PDF-1.7", None),
        (b"xin chao", None),
    ],
)
def test_guess__by_content(content, name):
    assert guess(content) == name


def everything() -> list:
    """A question of every kind, with what beside it a file has to carry."""
    beside = {
        "category": ("Con",),
        "tags": ("mẫu phiếu", "một cửa"),
        "difficulty": 3,
        "citation": "Điều 7",
        "valid_from": date(2022, 8, 15),
    }
    return [
        draft(code=f"E-{n}", kind=kind, value=sheet.example, **beside)
        for n, (kind, sheet) in enumerate(kind_sheets().items(), 1)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOSSLESS)
def test_bank_to_file_to_bank__loses_nothing(name):
    """Out of the bank, into an empty one, and it is the same bank."""
    assert set(states(bring(*everything(), pictured()))) == {"imported"}
    shelf = find_category(("SHHS",))
    before = list(drafts_within(shelf))
    content, _items = format_named(name).write(before)
    read = format_named(name).read(content)
    assert [item.refusal for item in read] == [""] * len(before)
    assert set(states(bring(*read))) == {"unchanged"}
    Question.objects.all().delete()
    assert set(states(bring(*read))) == {"imported"}
    pictures = Pictures()
    after = [draft_of(q, pictures=pictures) for q in Question.objects.all()]
    assert {d.code: d.value for d in after} == {d.code: d.value for d in before}
    assert {d.code: d.tags for d in after} == {d.code: d.tags for d in before}
