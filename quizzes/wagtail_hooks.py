"""What attempts rest on is not deleted: the refusal says what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.models import User
from questions.models import Question, QuestionCategory
from quizzes import analysis_hooks  # noqa: F401 (registers its hooks)
from quizzes.desk import hooks as desk  # noqa: F401, registers the trainers' desk
from quizzes.extra_views import extra_url, extra_urls
from quizzes.models import Attempt, QuizItem, QuizPage, Response
from quizzes.papers import short_draws


def _why_question_stays(question: Question) -> str | None:
    if count := Response.objects.filter(question=question).count():
        return _(
            "Không xóa câu “%(name)s”: %(count)s lượt trả lời dựa vào câu này. "
            "Hãy ghi ngày ngừng dùng cho câu hỏi."
        ) % {"name": question, "count": count}
    if QuizItem.objects.filter(question=question).exists():
        return _(
            "Không xóa câu “%(name)s”: một bài kiểm tra đang dùng câu này. "
            "Bỏ câu khỏi bài kiểm tra trước."
        ) % {"name": question}
    return None


def _why_category_stays(category: QuestionCategory) -> str | None:
    if QuizItem.objects.filter(category=category).exists():
        return _(
            "Không xóa nhóm “%(name)s”: một bài kiểm tra đang rút câu từ nhóm này. "
            "Bỏ nhóm khỏi bài kiểm tra trước."
        ) % {"name": category}
    return None


@hooks.register("before_delete_snippet")
def keep_what_quizzes_ask(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    reasons = []
    for instance in instances:
        if isinstance(instance, Question):
            reasons.append(_why_question_stays(instance))
        elif isinstance(instance, QuestionCategory):
            reasons.append(_why_category_stays(instance))
    refusals = [reason for reason in reasons if reason]
    for reason in refusals:
        messages.error(request, reason)
    if refusals:
        return redirect(type(instances[0]).snippet_viewset.get_url_name("list"))
    return None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_short_draws(request: HttpRequest, page: Page) -> None:
    """A draw larger than its pool is allowed while the bank grows, but said."""
    if not isinstance(page, QuizPage):
        return
    for item, live in short_draws(page, on=timezone.localdate()):
        message = _(
            "“%(name)s” chỉ có %(live)s trên %(wanted)s câu cần rút. Bài vẫn chạy "
            "với số câu đang có; hãy thêm câu hoặc giảm số câu rút."
        )
        named = {"name": item, "live": live, "wanted": item.count}
        messages.warning(request, message % named)


@hooks.register("register_page_header_buttons")
def offer_the_paper_and_extra_attempts(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Of a quiz that is there already."""
    if (
        isinstance(page, QuizPage)
        and page.pk
        and page.permissions_for_user(user).can_edit()
    ):
        url = reverse("quiz_paper", args=[page.uid])
        yield Button(_("In đề thi"), url, icon_name="print", priority=90)
        if page.sittings_allowed is not None:
            extra = extra_url(page)
            yield Button(_("Cho làm thêm"), extra, icon_name="plus", priority=91)


hooks.register("register_admin_urls", extra_urls)


def _refuse_pages(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Also when the quiz is somewhere below the page that would go."""
    for page in pages:
        count = Attempt.objects.filter(quiz__path__startswith=page.path).count()
        if count:
            message = _(
                "Không xóa “%(name)s”: có %(count)s lần làm bài kiểm tra dựa vào trang này. "
                "Hãy gỡ xuất bản thay vì xóa."
            )
            messages.error(request, message % {"name": page, "count": count})
            parent = page.get_parent()
            return redirect("wagtailadmin_explore", parent.pk)
    return None


@hooks.register("before_delete_page")
def keep_pages_with_attempts(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse_pages(request, [page])


@hooks.register("before_bulk_action")
def keep_pages_with_attempts_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action
) -> HttpResponse | None:
    if action_type != "delete" or not all(isinstance(o, Page) for o in objects):
        return None
    return _refuse_pages(request, objects)
