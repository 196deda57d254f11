"""The trainers' desk through HTTP: marking, names hidden, points and keys put right."""

import re

import pytest
from django.urls import reverse

from progress.models import Completion
from questions.models import Question
from quizzes.marks.essays import mark_essay
from quizzes.marks.regrading import undecided
from quizzes.models import Attempt, KeyCorrection, Marking, Regrade
from quizzes.services import start_attempt
from tests.factories import UserFactory
from tests.quizzes.factories import sitting
from tests.quizzes.marks import (
    NOW,
    RUBRIC,
    choose,
    correct,
    essay_room,
    give_certificate,
    sit,
    trainer,
    waiting_essay,
    with_key,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(as_user):
    """A client logged in as a trainer of all courses; call it once a course is there."""
    return lambda: as_user(trainer())


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def essay_of(room, **kwargs):
    return waiting_essay(sit(room, write(), **kwargs))


def test_queue__says_what_waits(teacher):
    room = essay_room()
    essay_of(room)
    seen = words(page(teacher(), "marks"))
    assert room.enrolment.training_class.code in seen
    assert "Bài tự luận chờ chấm" in seen


def test_essay__shows_question_work_guide_and_criteria(teacher):
    response = essay_of(essay_room(rubric=RUBRIC))
    seen = words(page(teacher(), "marks_essay", response.uid))
    for part in ("Trình bày các bước", "Tiếp nhận, kiểm tra", "Nêu đủ bốn bước"):
        assert part in seen
    assert "Đủ bước (0 đến 7,5)" in seen
    assert "Đúng căn cứ (0 đến 2,5)" in seen


def test_essay__what_a_learner_wrote__is_never_markup(teacher):
    response = waiting_essay(sit(essay_room(), write("<script>alert(1)</script>")))
    html = page(teacher(), "marks_essay", response.uid).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_essay__points_of_criteria__settle_and_go_on_to_the_next(teacher):
    room = essay_room(rubric=RUBRIC, attempts_allowed=1)
    first = essay_of(room)
    second = essay_of(room, learner=UserFactory())
    address = reverse("marks_essay", args=[first.uid])
    typed = {"criterion-1": "6,75", "criterion-2": "2.5", "turn": 1, "comment": "Khá"}
    answer = teacher().post(address, typed)
    assert answer.url == reverse("marks_essay", args=[second.uid])
    assert Attempt.objects.get(pk=first.attempt_id).score == 925
    row = Marking.objects.get()
    assert (row.points, sorted(row.rubric.values()), row.comment) == (
        925,
        [250, 675],
        "Khá",
    )


def test_essay__the_last_of_the_pile__goes_back_to_it(teacher):
    response = essay_of(essay_room())
    address = reverse("marks_essay", args=[response.uid])
    answer = teacher().post(address, {"points": "8", "turn": 1}, follow=True)
    assert "Không còn câu nào chờ chấm" in words(answer)


@pytest.mark.parametrize("typed", ["", "mười", "10,01", "-1", "1,234"])
def test_essay__points_that_are_none__keep_what_was_typed(teacher, typed):
    response = essay_of(essay_room())
    address = reverse("marks_essay", args=[response.uid])
    answer = teacher().post(
        address, {"points": typed, "turn": 1, "comment": "Bài viết tốt"}
    )
    assert "Chưa lưu được điểm" in words(answer)
    assert "Bài viết tốt" in answer.content.decode()
    assert not Marking.objects.exists()


def test_essay__marked_already__is_said(teacher, as_user):
    response = essay_of(essay_room())
    client = teacher()
    address = reverse("marks_essay", args=[response.uid])
    client.post(address, {"points": "8", "turn": 1, "asks_second": "on"})
    answer = client.get(address, follow=True)
    assert "đã chấm câu này" in words(answer)


def test_second_marker__sees_nothing_of_the_first(teacher):
    room = essay_room()
    response = essay_of(room)
    mark_essay(
        response=response,
        turn=Marking.Turn.FIRST,
        points=777,
        rubric={},
        comment="Bí mật của người thứ nhất",
        asks_second=True,
        marker=trainer(name="Người Chấm Trước"),
        at=NOW,
    )
    client = teacher()
    for name in ("marks_essay", "response_marks"):
        html = page(client, name, response.uid).content.decode()
        assert "7,77" not in html
        assert "Bí mật" not in html


def test_without_names__no_page_tells_whose_work_it_is(teacher):
    room = essay_room(attempts_allowed=1, with_choice=True)
    learner = room.enrolment.learner
    attempt = sit(room, write())
    response = waiting_essay(attempt)
    group = room.enrolment.training_class
    client = teacher()
    pages = [
        reverse("marks"),
        reverse("marks_pile", args=[group.uid, room.quiz.pk]),
        reverse("marks_essay", args=[response.uid]),
        reverse("marks_attempts", args=[room.quiz.pk]),
        reverse("marks_attempt", args=[attempt.uid]),
        reverse("response_marks", args=[response.uid]),
        reverse("key_corrections"),
    ]
    assert learner.full_name in client.get(pages[1]).content.decode()
    answer = client.post(reverse("marks_names"), {"hide": "", "next": pages[2]})
    assert answer.url == pages[2]
    for address in pages:
        html = client.get(address).content.decode()
        assert learner.full_name not in html
        assert learner.staff_code not in html
    client.post(reverse("marks_names"), {"show": "", "next": pages[2]})
    assert learner.full_name in client.get(pages[2]).content.decode()


def test_without_names__a_correction_and_its_decision_tell_none_either(teacher):
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, choose("Hai"))
    question = attempt.responses.get().question
    correction = correct(question, "Ba", by=trainer())
    with_key(question, "Bốn")
    client = teacher()
    client.post(reverse("marks_names"), {"hide": ""})
    for address in (
        reverse("key_corrections"),
        reverse("key_correction", args=[correction.uid]),
        reverse("regrade_decision", args=[undecided().get().uid]),
        reverse("question_regrade", args=[question.pk]),
    ):
        html = client.get(address).content.decode()
        assert room.enrolment.learner.full_name not in html


def test_names__never_lead_to_another_site(teacher):
    sitting()
    answer = teacher().post(
        reverse("marks_names"), {"hide": "", "next": "https://example.com/"}
    )
    assert answer.url == reverse("marks")


def test_attempts__found_by_name_without_marks(teacher):
    room = sitting(kinds=("single",))
    sit(room, choose("Hai"), learner=UserFactory(full_name="Phạm Văn Đức"))
    sit(room, choose("Hai"), learner=UserFactory(full_name="Lê Thị Mai"))
    seen = words(page(teacher(), "marks_attempts", room.quiz.pk, q="duc"))
    assert "Phạm Văn Đức" in seen
    assert "Lê Thị Mai" not in seen


def test_response__new_points_with_a_reason(teacher):
    attempt = sit(sitting(kinds=("single",)), choose("Ba"))
    response = attempt.responses.get()
    address = reverse("response_marks", args=[response.uid])
    client = teacher()
    assert "Ghi lý do" in words(client.post(address, {"points": "0,5"}))
    answer = client.post(
        address, {"points": "0,5", "reason": "Hai cách hiểu"}, follow=True
    )
    assert "Câu 1 nay được 0,5 điểm" in words(answer)
    assert "Hai cách hiểu" in words(answer)


def test_response__a_pass_at_stake__is_asked_first(teacher):
    attempt = sit(sitting(kinds=("single",), attempts_allowed=1), choose("Hai"))
    address = reverse("response_marks", args=[attempt.responses.get().uid])
    client, typed = teacher(), {"points": "0", "reason": "Chép bài"}
    assert "không còn đạt" in words(client.post(address, typed))
    attempt.refresh_from_db()
    assert attempt.score == 100
    client.post(address, typed | {"becomes": "withdrawn"})
    assert not Completion.objects.standing().filter(passed=True).exists()


def test_correct__foretells_applies_and_asks(teacher):
    room = sitting(kinds=("single",), attempts_allowed=1)
    first = sit(room, choose("Hai"))
    sit(room, choose("Ba"), learner=UserFactory())
    question = first.responses.get().question
    with_key(question, "Ba")
    client = teacher()
    address = reverse("question_regrade", args=[question.pk])
    told = "2 lượt đổi điểm, 1 người thành đạt, 1 người thành không đạt."
    assert told in words(client.get(address))
    assert "Ghi lý do" in words(client.post(address, {}))
    assert not KeyCorrection.objects.exists()
    seen = {"revision": Question.objects.get().live_revision_id}
    stale = client.post(address, {"reason": "Thông tư mới", "revision": 1})
    assert "vừa được sửa lại" in words(stale)
    assert not KeyCorrection.objects.exists()
    answer = client.post(address, {"reason": "Thông tư mới"} | seen, follow=True)
    assert told in words(answer)
    assert Regrade.objects.count() == 2
    row = undecided().get()
    decision = reverse("regrade_decision", args=[row.uid])
    assert "không còn đạt" in words(client.get(decision))
    client.post(decision, {"decision": "kept", "reason": "Đề sai, không lỗi học viên"})
    assert "Giữ kết quả đạt" in words(client.get(decision))
    assert not undecided().exists()


def test_correct__a_draft__is_shown_only_when_asked_for(teacher):
    attempt = sit(sitting(kinds=("single",), attempts_allowed=1), choose("Hai"))
    question = attempt.responses.get().question
    draft = with_key(question, "Ba", publish=False)
    client, address = teacher(), reverse("question_regrade", args=[question.pk])
    assert "Không lượt nào đổi điểm" in words(client.get(address))
    assert "1 lượt đổi điểm" in words(client.get(address, {"draft": 1}))
    client.post(address, {"draft": 1, "reason": "Sai", "revision": draft.pk})
    question.refresh_from_db()
    assert question.live_revision_id == question.latest_revision_id
    attempt.refresh_from_db()
    assert attempt.score == 0


def test_correct__an_essay__says_that_a_person_marks(teacher):
    response = essay_of(essay_room())
    seen = words(page(teacher(), "question_regrade", response.question_id))
    assert "không có đáp án để sửa" in seen


def test_decision__says_that_the_certificate_is_not_touched(teacher):
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, choose("Hai"))
    paper = give_certificate(room.enrolment)
    correct(attempt.responses.get().question, "Ba", by=trainer())
    seen = words(page(teacher(), "regrade_decision", undecided().get().uid))
    assert paper.serial in seen
    assert "không đổi gì ở giấy đã cấp" in seen


ADDRESSES = {
    "marks_pile": lambda a: [a.enrolment.training_class.uid, a.quiz_id],
    "marks_essay": lambda a: [a.responses.get(points=None).uid],
    "marks_attempts": lambda a: [a.quiz_id],
    "marks_attempt": lambda a: [a.uid],
    "response_marks": lambda a: [a.responses.first().uid],
    "question_regrade": lambda a: [a.responses.first().question_id],
    "key_correction": lambda a: [KeyCorrection.objects.get().uid],
    "regrade_decision": lambda a: [undecided().get().uid],
}


@pytest.fixture
def busy_course():
    """A course with something behind every address of the desk."""
    room = essay_room(with_choice=True, attempts_allowed=1, pass_mark=1)
    attempt = sit(room, write())
    other = sitting(kinds=("single",), attempts_allowed=1)
    sat = sit(other, choose("Hai"))
    correct(sat.responses.get().question, "Ba", by=trainer())
    return attempt


@pytest.mark.parametrize("name", ADDRESSES)
def test_others__are_told_nothing(busy_course, as_user, name):
    address = reverse(name, args=ADDRESSES[name](busy_course))
    elsewhere = sitting()
    stranger = trainer(elsewhere.course)
    assert as_user(stranger).get(address).status_code == 404
    learner = as_user(busy_course.enrolment.learner).get(address)
    assert learner.status_code == 302  # to the admin's log-in


@pytest.mark.parametrize("name", ADDRESSES)
def test_others__change_nothing(busy_course, as_user, name):
    address = reverse(name, args=ADDRESSES[name](busy_course))
    client = as_user(trainer(sitting().course))
    everything = {
        "points": "1",
        "turn": "1",
        "reason": "x",
        "decision": "withdrawn",
        "becomes": "withdrawn",
    }
    assert client.post(address, everything).status_code in (404, 405)
    assert not Marking.objects.exists()
    assert undecided().exists()


def test_running_attempts__are_not_on_the_desk(teacher):
    room = sitting()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    client = teacher()
    assert page(client, "marks_attempt", attempt.uid).status_code == 404
    response = attempt.responses.first()
    assert page(client, "response_marks", response.uid).status_code == 404


def test_queries__of_the_pile_do_not_grow(teacher, django_assert_max_num_queries):
    room = essay_room(attempts_allowed=None)
    client = teacher()
    address = reverse(
        "marks_pile", args=[room.enrolment.training_class.uid, room.quiz.pk]
    )
    for _ in range(6):
        essay_of(room, learner=UserFactory())
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)


def test_queries__of_the_forecast_do_not_grow(teacher, django_assert_max_num_queries):
    room = sitting(kinds=("single",), attempts_allowed=1)
    client = teacher()
    for _ in range(6):
        sit(room, choose("Ba"), learner=UserFactory())
    question = Attempt.objects.first().responses.get().question
    with_key(question, "Ba")
    address = reverse("question_regrade", args=[question.pk])
    client.get(address)
    with django_assert_max_num_queries(25):
        assert "6 lượt đổi điểm" in words(client.get(address))
