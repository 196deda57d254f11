"""The bank at the trainers' desk in /cms/: list, bulk actions, doubles, one question."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from courses.models import CourseIndexPage
from lms.roles import TRAINERS, ensure_roles
from questions.bank import changes
from questions.models import Difficulty, Question
from quizzes.models import QuizItem
from quizzes.services import start_attempt
from tests.cms.conftest import member
from tests.factories import CourseFactory, LegalBasisFactory, UserFactory
from tests.questions.factories import category, question, questions
from tests.quizzes.factories import quiz_page, sitting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True)


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def url(name: str, *args) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=args)


def shown(client, **asked) -> str:
    return client.get(url("list"), asked).content.decode()


def bulk(client, action: str, *rows, **form):
    address = reverse("wagtail_bulk_action", args=["questions", "question", action])
    ids = "&".join(f"id={row.pk}" for row in rows)
    return client.post(f"{address}?{ids}&next={url('list')}", form)


def said(reply) -> str:
    return " ".join(str(m) for m in get_messages(reply.wsgi_request))


def revised(one: Question) -> int:
    return one.revisions.count()


# --- list ---------------------------------------------------------------------


@pytest.mark.parametrize("words", ["so hoa ho so", "Số hóa", "HỒ SƠ hoa", "shhs-9"])
def test_list__finds_with_and_without_marks(desk, words):
    question(code="SHHS-9", text="Số hóa hồ sơ là gì?")
    question(text="Trả kết quả ở đâu?")
    html = shown(desk, q=words)
    assert "Số hóa hồ sơ là gì?" in html
    assert "Trả kết quả ở đâu?" not in html


def test_list__filters_by_difficulty_tag_and_cited_law(desk):
    LegalBasisFactory(code="nd-42-2022")
    wanted = question(text="Câu cần tìm ở đây?", legal=["nd-42-2022"])
    wanted.difficulty = Difficulty.HARD
    wanted.tags.add("phí, lệ phí")
    wanted.save()
    question(text="Câu thứ hai thì không?")
    basis, tag = wanted.legal_bases.get(), wanted.tags.get()
    for asked in ({"difficulty": 3}, {"tag": tag.pk}, {"legal": basis.pk}):
        html = shown(desk, **asked)
        assert "Câu cần tìm ở đây?" in html, asked
        assert "Câu thứ hai thì không?" not in html, asked


def test_list__shows_changed_drafts_apart(desk):
    changed, plain = question(text="Đang sửa dở?"), question(text="Không ai sửa?")
    changed.citation = "Điều 9"
    changed.save_revision()
    html = shown(desk, drawable="changed")
    assert changed.title in html
    assert plain.title not in html


def test_list__tells_difficulty_tags_where_used_and_how_it_did(desk):
    room = sitting(kinds=("single",))
    used = Question.objects.get()
    used.tags.add("tiếp nhận")
    used.save()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=timezone.now())
    attempt.responses.update(points=50)
    type(attempt).objects.filter(pk=attempt.pk).update(
        submitted_at=timezone.now(), score=50
    )
    html = shown(desk)
    assert "1 bài" in html
    assert "độ dễ 50%, 1 lượt" in html
    assert "tiếp nhận" in html
    assert "Vừa" in html
    assert url("revisions_view", used.pk, used.latest_revision_id) in html


def test_list__draws_by_shelf_tag_and_difficulty_count_as_use(desk):
    course = CourseFactory(certificate=False)
    one = question(shelf=category("Kho", "Nhỏ"))
    one.tags.add("phí")
    one.save()
    tag = one.tags.get()
    quiz_page(course, QuizItem(category=category("Kho")), title="A", slug="a")
    quiz_page(
        course,
        QuizItem(tag=tag),
        QuizItem(category=category("Kho")),
        title="B",
        slug="b",
    )
    quiz_page(
        course, QuizItem(tag=tag, difficulty=Difficulty.HARD), title="C", slug="c"
    )
    assert "2 bài" in shown(desk)


def test_list__queries_do_not_grow_with_the_rows(desk, django_assert_max_num_queries):
    questions(3, category())
    shown(desk)
    questions(40, category("Khác"))
    with django_assert_max_num_queries(30):
        shown(desk)


# --- preview, one question ----------------------------------------------------


def test_preview__from_the_list__is_the_learners_view(desk):
    one = question(text="Học viên thấy gì?")
    html = desk.get(
        url("revisions_view", one.pk, one.latest_revision_id)
    ).content.decode()
    assert "Học viên thấy gì?" in html
    assert "Lời giải thích chỉ hiện sau khi nộp" not in html


def test_inspect__tells_which_quizzes_ask_it(desk):
    room = sitting(kinds=("single",))
    html = desk.get(url("inspect", Question.objects.get().pk)).content.decode()
    assert room.quiz.title in html
    assert "câu cố định" in html
    alone = desk.get(url("inspect", question().pk)).content.decode()
    assert "Chưa có bài kiểm tra nào dùng câu này" in alone


def test_edit__of_an_asked_question__leaves_old_attempts_theirs():
    room = sitting(kinds=("single",))
    asked = Question.objects.get()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=timezone.now())
    before, first = attempt.responses.get().definition, asked.live_revision_id
    asked.definition[0].value["text"] = RichText("<p>Lời khác hẳn?</p>")
    asked.save_revision().publish()
    asked.refresh_from_db()
    kept = attempt.responses.get()
    assert asked.live_revision_id != first
    assert (kept.definition, kept.revision_id) == (before, first)
    assert "Lời khác hẳn" not in kept.definition["text"]


# --- bulk ---------------------------------------------------------------------


def test_move__puts_them_on_the_shelf_with_a_revision_each(desk):
    rows, target = [question(), question()], category("Đích")
    reply = bulk(desk, "move", *rows, category=target.pk)
    assert "Đã đổi 2 câu hỏi" in said(reply)
    for row in rows:
        row.refresh_from_db()
        assert (row.category, row.live, revised(row)) == (target, True, 2)
        assert not row.has_unpublished_changes


def test_move__twice__changes_nothing_more(desk):
    row, target = question(), category("Đích")
    bulk(desk, "move", row, category=target.pk)
    assert "Đã đổi 0 câu hỏi" in said(bulk(desk, "move", row, category=target.pk))
    assert revised(row) == 2


def test_tags__are_added_and_removed(desk):
    row = question()
    bulk(desk, "add_tags", row, tags='"phí, lệ phí", tiếp nhận')
    row = Question.objects.get()
    assert set(row.tags.names()) == {"phí, lệ phí", "tiếp nhận"}
    assert set(row.get_latest_revision_as_object().tags.names()) == {
        "phí, lệ phí",
        "tiếp nhận",
    }
    bulk(desk, "remove_tags", row, tags="tiếp nhận")
    row = Question.objects.get()
    assert set(row.tags.names()) == {"phí, lệ phí"}
    assert set(row.get_latest_revision_as_object().tags.names()) == {"phí, lệ phí"}


def test_retire__from_today__is_drawn_no_more(desk):
    row = question()
    bulk(desk, "retire", row)
    row.refresh_from_db()
    assert row.retired_on == TODAY
    assert not Question.objects.drawable(on=TODAY).exists()
    assert Question.objects.drawable(on=TODAY - dt.timedelta(days=1)).exists()


def test_bulk__leaves_a_draft_in_somebodys_hands_unpublished(editor):
    row = question(text="Lời đang dùng?")
    row.definition[0].value["text"] = RichText("<p>Lời nháp?</p>")
    row.save_revision()
    target = category("Đích")
    row = Question.objects.get()
    changes.move_questions(questions=[row], category=target, by=editor)
    row = Question.objects.get()
    draft = row.get_latest_revision_as_object()
    assert (row.title, row.category) == ("Lời đang dùng?", target)
    assert (draft.title, draft.category) == ("Lời nháp?", target)
    assert row.has_unpublished_changes


def test_bulk__moves_a_question_never_published(editor):
    row = question()
    row.unpublish()
    target = category("Đích")
    changes.move_questions(questions=[row], category=target, by=editor)
    row = Question.objects.get()
    assert (row.live, row.category) == (False, target)


def test_bulk__all_of_a_narrowed_list__are_those_only(desk):
    inside, outside = question(), question(shelf=category("Ngoài"))
    address = reverse("wagtail_bulk_action", args=["questions", "question", "retire"])
    shelf = category("SHHS")
    desk.post(f"{address}?id=all&within={shelf.pk}&next={url('list')}")
    retired = Question.objects.filter(retired_on=TODAY)
    assert list(retired) == [inside]
    assert outside not in retired


def test_bulk__a_question_another_person_locked__is_left(desk):
    locked, free = question(), question()
    locked.locked, locked.locked_by = True, UserFactory()
    locked.locked_at = timezone.now()
    locked.save()
    target = category("Đích")
    address = reverse("wagtail_bulk_action", args=["questions", "question", "move"])
    asked = f"{address}?id={locked.pk}&id={free.pk}"
    assert "đang bị khóa" in desk.get(asked).content.decode()
    bulk(desk, "move", locked, free, category=target.pk)
    assert list(Question.objects.filter(category=target)) == [free]


def test_bulk__by_a_reader__changes_nothing(as_user):
    CourseFactory(certificate=False)
    ensure_roles(courses=CourseIndexPage.objects.get())
    reader = member(TRAINERS, "Chỉ đọc")
    group = reader.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_question"))
    row, target = question(), category("Đích")
    bulk(as_user(reader), "move", row, category=target.pk)
    row.refresh_from_db()
    assert row.category != target


# --- doubles ------------------------------------------------------------------

TEXT = "Theo Thông tư 01/2018, hồ sơ chưa hợp lệ được xử lý thế nào?"


def test_save__of_a_near_double__is_kept_and_told(desk):
    question(text=TEXT)
    copy = question(text=TEXT.replace("thế nào", "ra sao"))
    form = desk.get(url("edit", copy.pk)).context["form"]
    assert form is not None
    reply = desk.post(url("edit", copy.pk), edited(copy))
    assert reply.status_code in (200, 302)
    assert "gần giống câu đã có" in said(reply)


def edited(row: Question) -> dict:
    """The editor's form of a question as it stands, saved as a draft."""
    from wagtail.test.utils.form_data import rich_text

    from tests.quizzes.test_cms import question_form

    text = row.definition[0].value["text"].source
    return question_form(
        code=row.code,
        **{
            "definition-0-value-text": rich_text(text),
            "difficulty": "2",
            "tags": "",
            "valid_from": "",
            "valid_to": "",
            "retired_on": "",
        },
    )


def test_doubles__are_listed_by_pairs_with_links(desk):
    one, two = question(text=TEXT), question(text=TEXT.replace("thế nào", "ra sao"))
    question(text="Phí và lệ phí khác nhau ở điểm nào?")
    page = reverse("question_doubles")
    html = desk.get(page).content.decode()
    assert "1 cặp câu" in html
    assert url("edit", one.pk) in html
    assert url("edit", two.pk) in html
    other = category("Khác")
    assert (
        "Không có hai câu nào" in desk.get(page, {"within": other.pk}).content.decode()
    )


def test_doubles__a_retired_one__is_none(desk, editor):
    one, _two = question(text=TEXT), question(text=TEXT)
    changes.retire_questions(questions=[one], on=TODAY, by=editor)
    html = desk.get(reverse("question_doubles")).content.decode()
    assert "Không có hai câu nào" in html


def test_menu__leads_to_the_doubles(desk):
    assert (
        reverse("question_doubles")
        in desk.get(reverse("wagtailadmin_home")).content.decode()
    )
