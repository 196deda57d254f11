"""Files into the bank: what is new, what is known, what is refused, and back again."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from wagtail.images import get_image_model

from questions.exporting import Pictures, draft_of, drafts_within
from questions.formats.draft import Item, QuestionDraft, UnusableFile
from questions.formats.sheet import Sheet
from questions.importing import category_names, find_category, read_items
from questions.models import Question, QuestionCategory
from questions.services import ensure_category, import_questions, undo_import
from questions.soundness import State
from tests.factories import LegalBasisFactory
from tests.questions.factories import question, steady
from tests.questions.formats.strategies import drafts, png

pytestmark = pytest.mark.django_db
BASE = ("SHHS",)
TODAY = dt.date(2022, 11, 24)


def draft(text: str = "Mẫu 01 là gì?", **changes) -> QuestionDraft:
    fields = {
        "code": "",
        "kind": "single",
        "value": {
            "text": f"<p>{text}</p>",
            "explanation": "",
            "options": [
                {"text": "<p>Giấy tiếp nhận</p>", "is_right": True, "feedback": ""},
                {"text": "<p>Phiếu từ chối</p>", "is_right": False, "feedback": ""},
            ],
        },
    }
    return QuestionDraft(**fields | changes)


def pictured(
    name: str = "so-do.png", alt: str = "Sơ đồ", red: int = 7
) -> QuestionDraft:
    one = draft()
    text = f'<p>Xem <img src="picture:{name}" alt="{alt}"> rồi chọn.</p>'
    return replace(one, value=one.value | {"text": text}, pictures={name: png(red)})


def by_content(one: QuestionDraft, part=None):
    """A draft with its pictures named by what they show, to compare two."""
    if part is None:
        return replace(one, value=by_content(one, one.value), pictures={})
    if isinstance(part, dict):
        return {name: below and by_content(one, below) for name, below in part.items()}
    if isinstance(part, list):
        return [by_content(one, below) for below in part]
    for name, content in one.pictures.items() if isinstance(part, str) else ():
        part = part.replace(f'"picture:{name}"', f'"picture:{content.hex()}"')
    return part


def broken() -> Item:
    return Item(place="câu hỏng", refusal="thiếu đáp án.")


def bring(*what: QuestionDraft | Item, **options):
    items = [
        one if isinstance(one, Item) else Item(place=f"câu {n}", draft=one)
        for n, one in enumerate(what, 1)
    ]
    return import_questions(items=items, base=BASE, at=timezone.now(), **options)


def states(report) -> list[str]:
    return [str(item.state) for item in report.items]


def test_import__publishes_with_revision_tags_law_and_category():
    LegalBasisFactory(code="nd-42-2022")
    report = bring(
        draft(
            code="SHHS-01",
            category=("1. Căn cứ",),
            tags=("mẫu phiếu",),
            legal=["nd-42-2022"],
            difficulty=3,
            citation="Điều 7",
        )
    )
    made = Question.objects.get(code="SHHS-01")
    assert states(report) == ["imported"]
    assert (made.live, made.difficulty, made.citation) == (True, 3, "Điều 7")
    assert made.live_revision_id == made.latest_revision_id == report.revisions[made.pk]
    assert not made.has_unpublished_changes
    assert made.first_published_at is not None
    assert str(made.category) == "SHHS / 1. Căn cứ"
    assert [tag.name for tag in made.tags.all()] == ["mẫu phiếu"]
    assert [basis.code for basis in made.legal_bases.all()] == ["nd-42-2022"]
    revised = made.latest_revision.as_object()
    assert [tag.name for tag in revised.tags.all()] == ["mẫu phiếu"]
    assert [basis.code for basis in revised.legal_bases.all()] == ["nd-42-2022"]


def test_import__as_draft__is_not_drawn():
    bring(draft(), is_draft=True)
    made = Question.objects.get()
    assert not made.live
    assert made.latest_revision_id
    assert not Question.objects.drawable(on=TODAY).exists()


def test_import__twice__changes_nothing():
    what = [draft(code="A-1"), draft("Mẫu 02?"), pictured()]
    assert states(bring(*what)) == ["imported"] * 3
    again = bring(*what)
    assert states(again) == ["unchanged"] * 3
    assert not again.revisions
    assert Question.objects.count() == 3
    assert get_image_model().objects.count() == 1


def test_import__known_code_with_other_words__keeps_the_banks():
    kept = question(code="A-1")
    report = bring(draft(code="A-1"))
    assert states(report) == ["unchanged"]
    assert "giữ nguyên" in report.items[0].notes[0]
    assert Question.objects.get().title == kept.title


def test_import__same_content_elsewhere__is_another_question():
    bring(draft())
    assert states(bring(draft(category=("Khác",)))) == ["imported"]


def test_import__the_same_twice_in_one_file__comes_in_once():
    report = bring(draft(), draft(), draft(code="B"), draft("Khác?", code="B"))
    assert states(report) == ["imported", "unchanged", "unchanged", "imported"]
    assert "câu 1" in report.items[1].notes[0]


def test_import__one_code_for_two_questions__is_refused():
    report = bring(draft(code="B"), draft("Khác?", code="B"))
    assert states(report) == ["imported", "refused"]
    assert "câu 1" in report.items[1].notes[0]


def test_import__with_a_refusal__writes_nothing():
    report = bring(draft(category=("Mới",)), broken())
    assert (report.is_written, report.counts()["imported"]) == (False, 0)
    assert not Question.objects.exists()
    assert not QuestionCategory.objects.exists()


def test_import__partial__writes_the_rest():
    report = bring(draft(), broken(), is_partial=True)
    assert report.counts() == {
        "imported": 1, "lossy": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "drawing"}, "drawing"),
        ({"code": "X" * 41}, "40"),
        ({"category": ("…",)}, "chữ hoặc chữ số"),
        ({"category": ("a",) * 9}, "8 cấp"),
        ({"citation": "a\0b"}, "ký tự điều khiển"),
        ({"citation": "a\ud800b"}, "ký tự điều khiển"),
        ({"valid_from": TODAY, "valid_to": dt.date(2022, 1, 1)}, "trước ngày đầu"),
        ({"value": {}}, ""),
        ({"value": {"text": "<p>a</p>", "options": 3, "explanation": ""}}, ""),
        ({"value": draft().value | {"text": "<script>x</script>"}}, "Câu hỏi"),
        ({"value": draft().value | {"options": []}}, "phương án"),
    ],
)
def test_import__what_the_editor_would_refuse__is_refused_in_words(changes, why):
    report = bring(draft(**changes))
    assert states(report) == ["refused"]
    assert why.casefold() in " ".join(report.items[0].notes).casefold()
    assert report.items[0].notes[0]


def test_import__unknown_law_and_long_tags__are_said_as_losses():
    report = bring(draft(legal=["nd-0"], tags=("x" * 101, "gọn")))
    assert states(report) == ["lossy"]
    assert "nd-0" in " ".join(report.items[0].notes)
    assert [tag.name for tag in Question.objects.get().tags.all()] == ["gọn"]


def test_import__picture__becomes_one_image_with_its_words():
    bring(pictured(), pictured("khac.png", alt="Sơ đồ khác"))
    image = get_image_model().objects.get()
    sources = [q.definition[0].value["text"].source for q in Question.objects.all()]
    assert all(f'id="{image.pk}"' in source for source in sources)
    assert sum('alt="Sơ đồ khác"' in source for source in sources) == 1


def test_import__picture_that_is_none__is_left_out_and_said():
    one = replace(pictured(), pictures={"so-do.png": b"<svg onload=alert(1)>"})
    report = bring(one)
    assert states(report) == ["lossy"]
    assert "so-do.png" in report.items[0].notes[0]
    assert not get_image_model().objects.exists()
    assert states(bring(one)) == ["unchanged"]


def test_import__html_of_a_stranger__is_cleaned():
    text = (
        '<p onclick="x()">Chọn <a href="javascript:x()">đây</a><script>x</script></p>'
    )
    bring(draft(value=draft().value | {"text": text}))
    source = Question.objects.get().definition[0].value["text"].source
    assert source == "<p>Chọn đây</p>"


@given(drafts())
@settings(
    steady,
    max_examples=30,
    phases=[Phase.generate],  # making an example smaller would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_import_then_export__gives_the_same_draft(one):
    """The bank keeps everything that a draft carries, for every kind."""
    for code in one.legal:
        LegalBasisFactory._meta.model.objects.get_or_create(
            code=code, defaults={"number": code, "title": code}
        )
    Question.objects.all().delete()
    report = bring(one)
    assert states(report) == ["imported"], report.items[0].notes
    made = Question.objects.get()
    back = draft_of(made, pictures=Pictures(), category=one.category)
    expected = replace(one, legal=sorted(one.legal), category=one.category)
    assert by_content(back) == by_content(expected)
    assert states(bring(one)) == ["unchanged"]


def test_undo__deletes_what_nobody_touched_and_retires_the_rest():
    report = bring(draft(category=("Mới",)), draft("Hai?"), draft("Ba?"))
    edited = Question.objects.get(title="Hai?")
    edited.citation = "Sửa tay"
    edited.save_revision().publish()
    taken = {"revisions": report.revisions, "shelves": report.shelves}
    undone = undo_import(**taken, on=TODAY)
    assert (undone.deleted, undone.retired) == (2, 1)
    left = Question.objects.get()
    assert (left.citation, left.retired_on) == ("Sửa tay", TODAY)
    assert [str(shelf) for shelf in QuestionCategory.objects.all()] == ["SHHS"]
    again = undo_import(**taken, on=TODAY)
    assert (again.deleted, again.retired) == (0, 0)


def test_exported_and_imported_below_the_same_category__is_unchanged():
    bring(draft(category=("A", "B"), code="A-1"), draft("Hai?"), pictured())
    out = list(drafts_within(find_category(BASE)))
    assert {one.category for one in out} == {("A", "B"), ()}
    assert states(bring(*out)) == ["unchanged"] * 3


def test_export__leaves_out_the_retired():
    bring(draft())
    Question.objects.update(retired_on=TODAY)
    assert list(drafts_within(find_category(BASE))) == []


def test_category_names__by_names_codes_or_as_written():
    shelf = ensure_category(names=["SHHS", "Năm 2022/2023"])
    assert category_names("SHHS / Năm 2022/2023") == ("SHHS", "Năm 2022/2023")
    assert category_names(shelf.path) == ("SHHS", "Năm 2022/2023")
    assert category_names("Mới/Con") == ("Mới", "Con")
    with pytest.raises(UnusableFile):
        category_names(" / ")


def test_read_items__an_empty_workbook__says_so():
    with pytest.raises(UnusableFile, match="không có câu hỏi nào"):
        read_items(Sheet().template(), Sheet())


def test_import__planning_many__asks_few_queries(django_assert_max_num_queries):
    many = [draft(f"Câu {n}?", code=f"N-{n}") for n in range(40)]
    bring(*many)
    with django_assert_max_num_queries(9):
        assert set(states(bring(*many))) == {State.UNCHANGED}


def test_import__decimal_written_otherwise__is_the_same_question():
    def number(value: str) -> QuestionDraft:
        return draft(
            kind="numeric",
            value={
                "text": "<p>Bao nhiêu?</p>",
                "explanation": "",
                "value": Decimal(value),
                "tolerance": Decimal(0),
                "unit": "%",
            },
        )

    bring(number("28.8"))
    assert states(bring(number("28.800"))) == ["unchanged"]
