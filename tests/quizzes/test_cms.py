"""Trainers at work in /cms/: the bank, the quiz editor, and refusals in words."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
)

from questions.models import Question, QuestionCategory
from quizzes.models import Attempt, QuizItem, QuizPage
from quizzes.services import start_attempt
from tests.factories import UserFactory
from tests.questions.factories import category, question
from tests.quizzes.factories import quiz_page, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_user):
    return as_user(UserFactory(is_superuser=True))


def snippet_url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def sat() -> Attempt:
    room = sitting(kinds=("single",))
    return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=timezone.now())


def question_form(**changes):
    options = [("Hai", True), ("Ba", False)]
    listed = {
        f"definition-0-value-options-{n}-{key}": value
        for n, (text, right) in enumerate(options)
        for key, value in {
            "order": str(n), "deleted": "", "id": "", "type": "item",
            "value-text": rich_text(f"<p>{text}</p>"), "value-feedback": rich_text(""),
            **({"value-is_right": "on"} if right else {}),
        }.items()
    }  # fmt: skip
    return {
        "definition-count": "1",
        "definition-0-deleted": "",
        "definition-0-order": "0",
        "definition-0-type": "single",
        "definition-0-id": "",
        "definition-0-value-text": rich_text("<p>Mấy mức độ?</p>"),
        "definition-0-value-options-count": "2",
        "definition-0-value-explanation": rich_text("<p>Hai mức.</p>"),
        "code": "MOI-01",
        "category": category().pk,
        "citation": "Điều 11",
        "difficulty": "2",
        "tags": "",
        "legal_bases": [],
        **listed,
        **changes,
    }


def test_bank__lists_searches_and_filters(editor):
    wanted, other = question(text="Số hóa hồ sơ là gì?"), question("numeric")
    page = snippet_url(Question, "list")
    assert wanted.title in editor.get(page).content.decode()
    found = editor.get(page, {"q": "so hoa"}).content.decode()
    assert wanted.title in found
    assert other.title not in found
    filtered = editor.get(page, {"kind": "numeric"}).content.decode()
    assert other.title in filtered
    assert wanted.title not in filtered
    within = editor.get(page, {"within": category("SHHS").pk, "drawable": "yes"})
    assert wanted.title in within.content.decode()


def test_new_question__is_made_and_published_by_a_trainer(editor):
    form = question_form(**{"action-publish": "1"})
    reply = editor.post(snippet_url(Question, "add"), form)
    assert reply.status_code == 302, reply.context["form"].errors
    made = Question.objects.get(code="MOI-01")
    assert (made.live, made.kind, made.title) == (True, "single", "Mấy mức độ?")
    edit = editor.get(snippet_url(Question, "edit", made.pk))
    assert "Căn cứ và thời hạn" in edit.content.decode()


def test_new_question__without_a_right_option__is_told_what_to_do(editor):
    form = question_form(**{"action-publish": "1"})
    del form["definition-0-value-options-0-value-is_right"]
    reply = editor.post(snippet_url(Question, "add"), form)
    told = json.dumps("Đánh dấu đúng một phương án là đáp án.")[1:-1]
    assert told in reply.content.decode()
    assert not Question.objects.exists()


def test_draft__is_kept_and_not_drawn(editor):
    editor.post(snippet_url(Question, "add"), question_form())
    assert not Question.objects.get().live
    assert not Question.objects.drawable(on=timezone.localdate()).exists()


def test_new_category__gets_its_code_and_place(editor):
    form = {
        "name": "Ký số",
        "code": "",
        "parent": category("SHHS").pk,
        "course_group": "",
    }
    reply = editor.post(snippet_url(QuestionCategory, "add"), form)
    assert reply.status_code == 302
    assert QuestionCategory.objects.get(name="Ký số").path == "shhs/ky-so/"


def quiz_form(*items, **changes):
    lines = [
        {
            "question": "",
            "category": "",
            "tag": "",
            "difficulty": "",
            "section": "",
            "count": "1",
            "points": "1",
            "DELETE": "",
            "id": "",
        }
        | item
        for item in items
    ]
    for order, line in enumerate(lines, 1):
        line["ORDER"] = str(order)
    return nested_form_data(
        {
            "title": "Bài kiểm tra", "slug": "bai-kiem-tra", "intro": "", "minutes": "15",
            "is_required": "on", "time_limit_minutes": "20", "attempts_allowed": "2",
            "pass_mark": "50", "wait_minutes": "0", "counting": "best", "per_page": "1",
            "feedback_when": "finished", "opens_at": "", "closes_at": "",
            "access_code": "", "honour_statement": "", "success_text": "", "fail_text": "", "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            "items": inline_formset(lines, min=1), "action-publish": "1",
            **changes,
        }
    )  # fmt: skip


def add_quiz(editor, form):
    course = sitting().course
    QuizPage.objects.all().delete()
    return editor.post(
        reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", course.pk]), form
    )


def test_new_quiz__draws_from_a_category_with_points_as_offices_write_them(editor):
    shelf = category("Ngân hàng")
    for _ in range(2):
        question(shelf=shelf)
    reply = add_quiz(
        editor, quiz_form({"category": shelf.pk, "count": "2", "points": "0,5"})
    )
    assert reply.status_code == 302, reply.context["form"].errors
    item = QuizItem.objects.get(quiz=QuizPage.objects.get())
    assert (item.count, item.points) == (2, 50)
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[item.quiz_id]))
    assert 'value="0,5"' in edit.content.decode()


def test_new_quiz__with_neither_question_nor_category__is_told_what_to_do(editor):
    reply = add_quiz(editor, quiz_form({}))
    assert "Chọn một câu cố định, hoặc rút theo nhóm" in reply.content.decode()


def test_new_quiz__from_a_category_with_too_few_questions__is_warned_but_published(
    editor,
):
    shelf = category("Gần trống")
    question(shelf=shelf)
    form = quiz_form({"category": shelf.pk, "count": "5"})
    reply = add_quiz(editor, form)
    assert reply.status_code == 302
    html = editor.get(reply.url, follow=True).content.decode()
    assert "“Gần trống” chỉ có 1 trên 5 câu" in html


def delete_snippet(editor, thing):
    return editor.post(snippet_url(type(thing), "delete", thing.pk), follow=True)


def test_delete__a_question_that_was_asked__is_refused_in_words(editor):
    asked = sat().responses.get().question
    html = delete_snippet(editor, asked).content.decode()
    assert "1 lượt trả lời dựa vào câu này" in html
    assert Question.objects.filter(pk=asked.pk).exists()


def test_delete__a_question_that_a_quiz_holds__is_refused_in_words(editor):
    held = question()
    quiz_page(sitting().course, QuizItem(question=held), title="Khác")
    assert (
        "một bài kiểm tra đang dùng câu này"
        in delete_snippet(editor, held).content.decode()
    )


def test_delete__a_category_in_use__is_refused_in_words(editor):
    shelf = question().category
    assert "còn câu hỏi hoặc nhóm con" in delete_snippet(editor, shelf).content.decode()
    empty = category("Trống")
    quiz_page(sitting().course, QuizItem(category=empty), title="Khác")
    assert "đang rút câu từ nhóm này" in delete_snippet(editor, empty).content.decode()


def test_delete__several_questions_at_once__is_refused_when_one_was_asked(editor):
    asked, free = sat().responses.get().question, question()
    url = reverse("wagtail_bulk_action", args=["questions", "question", "delete"])
    reply = editor.post(f"{url}?id={asked.pk}&id={free.pk}", follow=True)
    assert "lượt trả lời dựa vào câu này" in reply.content.decode()
    assert Question.objects.filter(pk__in=[asked.pk, free.pk]).count() == 2


def test_delete__what_nothing_rests_on__goes(editor):
    free = question()
    delete_snippet(editor, free)
    assert not Question.objects.exists()


@pytest.mark.parametrize("upwards", [0, 1])
def test_delete__a_quiz_that_was_sat_or_its_course__is_refused_in_words(
    editor, upwards
):
    page = sat().quiz
    page = page.get_parent() if upwards else page
    reply = editor.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True
    )
    assert "lần làm bài kiểm tra dựa vào trang này" in reply.content.decode()
    assert QuizPage.objects.exists()


def test_delete__pages_in_bulk__is_refused_in_words(editor):
    quiz = sat().quiz
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    reply = editor.post(f"{url}?id={quiz.pk}", follow=True)
    assert "lần làm bài kiểm tra dựa vào trang này" in reply.content.decode()
    assert QuizPage.objects.exists()
