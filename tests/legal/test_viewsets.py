"""Legal bases in the editor: lists, filters, and the refusal to delete what is cited."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from accounts.models import User
from legal.models import LegalBasis
from tests.factories import CourseFactory, LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_user):
    return as_user(User.objects.create_superuser("quan-tri", full_name="Đặng Long"))


@pytest.fixture
def decree():
    return make("nd-61-2018", number="61/2018/NĐ-CP")


def make(code: str, **fields) -> LegalBasis:
    fields = {"number": code, "kind": "nghi_dinh", "title": "Một cửa"} | fields
    return LegalBasis.objects.create(code=code, **fields)


def address(name: str, *args) -> str:
    return reverse(LegalBasis.snippet_viewset.get_url_name(name), args=args)


def delete(editor, *texts: LegalBasis) -> str:
    """Try to delete as the editor does; return what the next page says."""
    if len(texts) == 1:
        url = address("delete", texts[0].pk)
    else:
        url = reverse("wagtail_bulk_action", args=("legal", "legalbasis", "delete"))
        url += "?" + "&".join(f"id={text.pk}" for text in texts)
    return editor.post(url, follow=True).content.decode()


def test_delete__of_a_text_nobody_cites(editor, decree):
    delete(editor, decree)
    assert not LegalBasis.objects.exists()


def test_delete__refused_when_another_text_is_replaced_by_it(editor, decree):
    make("nd-43-2011", replaced_by=decree)
    assert "1 căn cứ pháp lý đang dẫn văn bản này" in delete(editor, decree)
    assert LegalBasis.objects.count() == 2


def test_delete__refused_when_it_amends_another(editor, decree):
    make("nd-43-2011").amended_by.add(decree)
    assert "đang dẫn văn bản này" in delete(editor, decree)
    assert LegalBasis.objects.count() == 2


def test_delete__refused_when_a_course_cites_it(editor, decree):
    course = CourseFactory()
    course.legal_bases = [decree]
    course.save_revision().publish()
    assert "1 khóa học đang dẫn văn bản này" in delete(editor, decree)
    assert LegalBasis.objects.exists()


def test_delete__refused_when_a_lesson_cites_it(editor, decree):
    body = [("legal", {"basis": decree, "article": "Điều 17", "note": ""})]
    lesson = LessonFactory(module=ModuleFactory(course=CourseFactory()), body=body)
    ReferenceIndex.create_or_update_for_object(lesson)  # as Wagtail does on a save
    assert "1 bài học đang dẫn văn bản này" in delete(editor, decree)
    assert LegalBasis.objects.exists()


def test_delete__of_several_keeps_all_when_one_is_cited(editor, decree):
    other = make("nd-43-2011", replaced_by=decree)
    free = make("nd-85-2016")
    assert "đang dẫn văn bản này" in delete(editor, decree, free)
    assert set(LegalBasis.objects.all()) == {decree, other, free}


def test_list__by_status_today(editor):
    today = timezone.localdate()
    make("cu", number="SO-CU", in_force_from="2011-10-01", in_force_to="2022-08-14")
    make("nay", number="SO-NAY", in_force_from="2018-06-21")
    make(
        "mai", number="SO-MAI", in_force_from=today.replace(year=today.year + 1, day=1)
    )
    make("chua-ro", number="SO-CHUA-RO")
    for status, number in [
        ("ended", "SO-CU"),
        ("in_force", "SO-NAY"),
        ("coming", "SO-MAI"),
    ]:
        page = editor.get(address("list"), {"status": status}).content.decode()
        assert [
            n for n in ("SO-CU", "SO-NAY", "SO-MAI", "SO-CHUA-RO") if n in page
        ] == [number]
