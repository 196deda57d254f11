"""Categories, and questions on their way into the bank."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError

from legal.models import LegalBasis
from questions.definitions import freeze
from questions.formats.curriculum import read
from questions.marking import mark
from questions.models import Question, QuestionCategory
from questions.services import ensure_category, upsert_question
from tests.factories import LegalBasisFactory
from tests.questions.factories import category, question, right_answer, row

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 11, 24)


def test_ensure_category__twice_is_the_same():
    first = ensure_category(names=["SHHS", "1. Căn cứ pháp lý"])
    assert ensure_category(names=["SHHS", " 1. Căn cứ  pháp lý "]) == first
    assert QuestionCategory.objects.count() == 2
    assert first.path == "shhs/1-can-cu-phap-ly/"
    assert str(first) == "SHHS / 1. Căn cứ pháp lý"


def test_category__moved_or_renamed__takes_its_subtree_along():
    leaf = category("A", "B", "C")
    old, new = QuestionCategory.objects.get(name="B"), category("Đích")
    old.parent = new
    old.name = "Bê"
    old.save()
    leaf.refresh_from_db()
    assert (leaf.path, leaf.full_name) == ("dich/b/c/", "Đích / Bê / C")
    assert list(QuestionCategory.objects.within(new)) == [new, old, leaf]


def test_category__inside_itself__is_refused_in_words():
    top, below = category("A"), category("A", "B")
    top.parent = below
    with pytest.raises(ValidationError, match="không nằm trong chính nó"):
        top.full_clean()


def test_category__same_name_in_the_same_place__is_refused():
    category("A")
    with pytest.raises(ValidationError):
        QuestionCategory(name="A").full_clean()


def test_categories__sort_as_vietnamese_lists_do():
    for name in ["Ô", "Đường", "Dân", "Ân", "An"]:
        category(name)
    assert [c.name for c in QuestionCategory.objects.all()] == [
        "An",
        "Ân",
        "Dân",
        "Đường",
        "Ô",
    ]


def test_upsert__makes_a_published_question_with_its_first_revision():
    LegalBasisFactory(code="nd-42-2022")
    made = question(code="SHHS-01", legal=["nd-42-2022"])
    assert (made.kind, made.live, made.code) == ("single", True, "SHHS-01")
    assert made.live_revision is not None
    assert made.title.startswith("Câu hỏi thử")
    assert "cau hoi thu" in made.search_text
    assert [b.code for b in made.legal_bases.all()] == ["nd-42-2022"]


def test_upsert__again__keeps_what_was_edited_in_wagtail():
    made = question(code="SHHS-01")
    made.citation = "Sửa trong Wagtail"
    made.save_revision().publish()
    again, is_new = upsert_question(
        draft=read(row(code="SHHS-01")), category=category()
    )
    assert not is_new
    assert again.citation == "Sửa trong Wagtail"
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("single", {"options": [{"text": "A"}, {"text": "B"}]}),
        ("single", {"options": [{"text": "A", "correct": True}]}),
        ("single", {"options": [{"text": "A", "correct": True}, {"text": " a "}]}),
        ("multiple", {"options": [{"text": "A"}, {"text": "B"}]}),
        ("short_answer", {"accepted": ["…"]}),
        ("ordering", {"items": ["A", "A"]}),
        (
            "matching",
            {"pairs": [{"left": "A", "right": "1"}, {"left": "A", "right": "2"}]},
        ),
        ("numeric", {"tolerance": -1}),
        ("single", {"text": ""}),
    ],
)
def test_upsert__refuses_what_the_editor_would_refuse(kind, changes):
    with pytest.raises((ValidationError, StreamBlockValidationError)):
        upsert_question(draft=read(row(kind, **changes)), category=category())
    assert not Question.objects.exists()


def test_upsert__unknown_law__is_refused_by_name():
    with pytest.raises(ValidationError, match="nd-0-0000"):
        upsert_question(draft=read(row(legal=["nd-0-0000"])), category=category())
    assert not Question.objects.exists()


def test_validity_in_the_wrong_order__is_refused():
    with pytest.raises(ValidationError, match="đứng trước ngày đầu"):
        question(valid_from=dt.date(2022, 2, 1), valid_to=dt.date(2022, 1, 1))


def test_drawable__leaves_out_drafts_and_the_retired():
    used = question()
    draft = question()
    draft.unpublish()
    retired = question()
    retired.retired_on = TODAY
    retired.save()
    assert list(Question.objects.drawable(on=TODAY)) == [used]
    assert retired in Question.objects.drawable(on=TODAY - dt.timedelta(days=1))


def test_drawable__teaches_rules_that_are_not_in_force_that_day():
    later = question(valid_from=dt.date(2023, 5, 25))
    assert later in Question.objects.drawable(on=TODAY)


def curriculum_rows():
    for path in sorted(Path(settings.BASE_DIR, "curriculum").glob("*/questions.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_whole_curriculum__comes_in_and_its_own_key_is_right():
    rows = list(curriculum_rows())
    assert len(rows) == 56
    for code in {code for r in rows for code in r["legal"]}:
        LegalBasis.objects.get_or_create(
            code=code, defaults={"number": code, "title": code}
        )
    for r in rows:
        made, is_new = upsert_question(draft=read(r), category=category(r["code"][:4]))
        assert is_new
        frozen = freeze(Question.objects.get(pk=made.pk), None)
        assert mark(frozen, right_answer(frozen), 100) == 100, r["code"]
