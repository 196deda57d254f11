"""The coordinator's pages: what they show, whom, and at what cost."""

import datetime as dt
import logging
import re

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from agencies.models import Agency
from enrolments.services.closing import close_class
from progress.models import Completion, Visit
from progress.services import Result, record_completion
from progress.sums.keeping import fold
from tests.factories import (
    EVER,
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

TODAY = timezone.localdate()
BUDGET = 22  # kinds of risk are asked one after the other until the list is full


@pytest.fixture
def province(db):
    """Two districts under a province; the neighbour's people must never show."""
    top = AgencyFactory(code="BRVT", name="Tỉnh Bà Rịa - Vũng Tàu", kind="tinh")
    ours = AgencyFactory(
        code="BRVT-750", name="Huyện Châu Đức", kind="cap_huyen", parent=top
    )
    AgencyFactory(code="SR", name="Xã Suối Rao", parent=ours)
    AgencyFactory(code="BB", name="Xã Bình Ba", parent=ours)
    theirs = AgencyFactory(
        code="BRVT-751", name="Huyện Xuyên Mộc", kind="cap_huyen", parent=top
    )
    AgencyFactory(code="BC", name="Xã Bình Châu", parent=theirs)
    return top


@pytest.fixture
def group(db):
    """A class over a course of two lessons."""
    group = TrainingClassFactory(
        code="SHHS", title="Lớp Số hóa hồ sơ", course__title="Số hóa hồ sơ"
    )
    module = ModuleFactory(course=group.course)
    LessonFactory(module=module, title="Bốn mức độ dịch vụ công")
    LessonFactory(module=module, title="Ký số")
    return group


def works_at(code, name, **facts):
    user = UserFactory(full_name=name, **facts)
    MembershipFactory(user=user, agency=Agency.objects.get(code=code))
    return user


def coordinator(code, period=EVER):
    user = works_at(code, "Võ Thị Kim Anh")
    AgencyRoleFactory(user=user, agency=Agency.objects.get(code=code), period=period)
    return user


def lessons(group):
    return [
        page.specific.activitypage_ptr
        for page in group.course.get_descendants().type(LessonFactory._meta.model)
    ]


@pytest.fixture
def nhung(province, group):
    return EnrolmentFactory(
        learner=works_at("SR", "Lê Thị Hồng Nhung", staff_code="SR-001"),
        training_class=group,
    )


@pytest.fixture
def stranger(province, group):
    """Someone of the neighbour's district."""
    return EnrolmentFactory(
        learner=works_at("BC", "Hồ Thị Ngọc Ánh", staff_code="BC-001"),
        training_class=group,
    )


def text_of(response):
    return (
        b"".join(response).decode() if response.streaming else response.content.decode()
    )


def main_of(page):
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def every_page(code="BRVT-750"):
    return [
        reverse("coordinate"),
        reverse("coordinate_agency", args=[code]),
        reverse("coordinate_people", args=[code]),
        reverse("coordinate_classes"),
        reverse("coordinate_export", args=[code, "agencies", "csv"]),
        reverse("coordinate_export", args=[code, "people", "csv"]),
    ]


# --- what is shown -----------------------------------------------------------------


def test_overview__shows_counts_and_rates_with_their_denominators(
    as_user, nhung, group
):
    EnrolmentFactory(
        learner=works_at("BB", "Đặng Văn Phúc"), training_class=group, passed=True
    )
    page = as_user(coordinator("BRVT-750")).get(reverse("coordinate"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "50,00% số được cử" in text
    assert "100,00% số hoàn thành" in text
    assert "Xã Suối Rao" in text
    assert "2 lượt được cử" in text


def test_overview__number_rises_by_one_when_the_last_lesson_is_finished(
    as_user, nhung, group
):
    client = as_user(coordinator("BRVT-750"))
    before = client.get(reverse("coordinate")).context["page"].total
    for activity in lessons(group):
        record_completion(
            enrolment=nhung,
            activity=activity,
            occasion="1",
            result=None,
            at=timezone.now(),
        )
    after = client.get(reverse("coordinate")).context["page"].total
    assert (before.completed, after.completed) == (0, 1)
    assert after.passed == 1


def test_overview__is_refused_with_a_reason_to_whom_has_no_role(as_user, nhung):
    page = as_user(nhung.learner).get(reverse("coordinate"))
    assert page.status_code == 403
    assert "điều phối viên" in page.content.decode()


def test_overview__offers_a_choice_between_several_units(as_user, province):
    user = coordinator("SR")
    AgencyRoleFactory(user=user, agency=Agency.objects.get(code="BC"))
    text = as_user(user).get(reverse("coordinate")).content.decode()
    assert reverse("coordinate_agency", args=["SR"]) in text
    assert reverse("coordinate_agency", args=["BC"]) in text


def test_overview__one_unit_when_the_other_lies_below_it(as_user, province):
    user = coordinator("BRVT-750")
    AgencyRoleFactory(user=user, agency=Agency.objects.get(code="SR"))
    page = as_user(user).get(reverse("coordinate"))
    assert page.context["page"].unit.agency.code == "BRVT-750"


def test_overview__administrator_starts_at_the_roots(as_user, nhung):
    admin = UserFactory(is_superuser=True)
    page = as_user(admin).get(reverse("coordinate"))
    assert page.context["page"].unit.agency.code == "BRVT"
    assert page.context["page"].total.assigned == 1


def test_overview__unit_of_the_form_leads_to_its_page(as_user, province):
    page = as_user(coordinator("BRVT-750")).get(
        reverse("coordinate"), {"agency": "SR", "class": "SHHS"}
    )
    assert page.url == reverse("coordinate_agency", args=["SR"]) + "?class=SHHS"


def test_overview__opens_a_row_and_sorts_on_the_server(
    as_user, province, nhung, stranger
):
    page = as_user(coordinator("BRVT")).get(
        reverse("coordinate"), {"open": "BRVT-750", "sort": "-name"}
    )
    lines = page.context["page"].lines
    assert [line.row.code for line in lines] == ["BRVT-751", "BRVT-750", "SR", "BB"]
    text = page.content.decode()
    assert 'aria-expanded="true"' in text
    assert 'aria-sort="descending"' in text


def test_overview__nobody_assigned_says_what_comes(as_user, province):
    text = as_user(coordinator("BRVT-750")).get(reverse("coordinate")).content.decode()
    assert "Chưa có ai được cử học" in text


def test_agency__leaf_lists_its_people_with_their_state(as_user, nhung, group):
    Visit.objects.create(
        enrolment=nhung,
        activity=lessons(group)[0],
        first_at=timezone.now(),
        last_at=timezone.now(),
    )
    text = (
        as_user(coordinator("BRVT-750"))
        .get(reverse("coordinate_agency", args=["SR"]))
        .content.decode()
    )
    assert "Lê Thị Hồng Nhung" in text
    assert "0/2 mục" in text


def test_agency__as_at_a_past_day_shows_the_figures_of_that_day(as_user, nhung, group):
    record_completion(
        enrolment=nhung,
        activity=lessons(group)[0],
        occasion="1",
        result=None,
        at=timezone.now(),
    )
    client = as_user(coordinator("BRVT-750"))
    url = reverse("coordinate_agency", args=["BRVT-750"])
    assert client.get(url).context["page"].total.started == 1
    past = vdate(TODAY - dt.timedelta(days=3))
    assert client.get(url, {"as_at": past}).context["page"].total.started == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2022", "không có thật. Nhập dạng ngày/tháng/năm."),
        ("hôm qua", "chưa đọc được ngày “hôm qua”"),
        ("01/01/2999", "chưa tới"),
    ],
)
def test_agency__bad_day_is_explained_and_today_is_shown(
    as_user, nhung, typed, sentence
):
    page = as_user(coordinator("BRVT-750")).get(reverse("coordinate"), {"as_at": typed})
    text = page.content.decode()
    assert sentence in text
    assert "<title>Lỗi:" in text
    assert page.context["page"].total.assigned == 1


def test_agency__class_of_others_and_unknown_class_read_alike(as_user, nhung):
    foreign = TrainingClassFactory(code="RIENG")
    EnrolmentFactory(learner=works_at("BC", "Trần Văn Tư"), training_class=foreign)
    client = as_user(coordinator("BRVT-750"))
    pages = [
        client.get(reverse("coordinate"), {"class": code})
        for code in ("RIENG", "KHONG")
    ]
    tokens = re.compile(r'csrfmiddlewaretoken" value="\w+"')
    foreign, unknown = [tokens.sub("", main_of(page)) for page in pages]
    assert foreign.replace("RIENG", "KHONG") == unknown
    assert "không có học viên ở lớp mã" in unknown


def test_agency__kind_lists_units_of_that_kind(as_user, nhung, stranger):
    page = as_user(coordinator("BRVT")).get(reverse("coordinate"), {"kind": "xa"})
    assert {line.row.code for line in page.context["page"].lines} == {"SR", "BB", "BC"}


def test_people__found_by_name_without_marks(as_user, nhung, group):
    EnrolmentFactory(learner=works_at("BB", "Đặng Văn Phúc"), training_class=group)
    client = as_user(coordinator("BRVT-750"))
    page = client.get(
        reverse("coordinate_people", args=["BRVT-750"]), {"q": "hong nhung"}
    )
    assert [t.user.full_name for t in page.context["page"].trainees] == [
        "Lê Thị Hồng Nhung"
    ]


def test_people__filtered_by_state(as_user, nhung, group):
    EnrolmentFactory(
        learner=works_at("BB", "Đặng Văn Phúc"), training_class=group, passed=True
    )
    client = as_user(coordinator("BRVT-750"))
    url = reverse("coordinate_people", args=["BRVT-750"])
    waiting = client.get(url, {"state": "at_risk"}).context["page"].trainees
    passed = client.get(url, {"state": "passed"}).context["page"].trainees
    assert [t.user for t in waiting] == [nhung.learner]
    assert [t.user.full_name for t in passed] == ["Đặng Văn Phúc"]


def test_people__fifty_a_page_in_vietnamese_order(as_user, province, group):
    for i in range(51):
        EnrolmentFactory(
            learner=works_at("SR", f"Nguyễn Văn Bốn {i:02d}"), training_class=group
        )
    EnrolmentFactory(learner=works_at("SR", "Vũ Thị Ân"), training_class=group)
    client = as_user(coordinator("BRVT-750"))
    url = reverse("coordinate_people", args=["SR"])
    first, second = client.get(url), client.get(url, {"page": 2})
    assert len(first.context["page"].trainees) == 50
    assert len(second.context["page"].trainees) == 2
    names = [
        t.user.full_name
        for t in [*first.context["page"].trainees, *second.context["page"].trainees]
    ]
    assert names.index("Vũ Thị Ân") == 51  # figures come before letters


def test_people__stalled_for_more_than_a_week(as_user, nhung, group):
    day = dt.datetime.combine(TODAY - dt.timedelta(days=8), dt.time(12))
    long_ago = timezone.make_aware(day)
    Visit.objects.create(
        enrolment=nhung, activity=lessons(group)[0], first_at=long_ago, last_at=long_ago
    )
    page = as_user(coordinator("BRVT-750")).get(reverse("coordinate"))
    assert page.context["page"].standings["stalled"] == 1
    assert "Dừng 8 ngày" in page.content.decode()


def test_overview__at_risk_first_the_not_started_then_the_longest_idle(
    as_user, nhung, group
):
    def trainee(name, days=None, **facts):
        enrolment = EnrolmentFactory(
            learner=works_at("BB", name), training_class=group, **facts
        )
        if days is not None:
            at = timezone.now() - dt.timedelta(days=days)
            Visit.objects.create(
                enrolment=enrolment, activity=lessons(group)[0], first_at=at, last_at=at
            )

    trainee("Ở Giữa", days=9)
    trainee("Lâu Nhất", days=20)
    trainee("Đang Học", days=1)
    trainee("Chưa Đạt", completed=True)
    trainee("Đã Đạt", passed=True)
    page = as_user(coordinator("BRVT-750")).get(reverse("coordinate"))
    names = [row.learner.full_name for row in page.context["page"].risks]
    assert names == ["Lê Thị Hồng Nhung", "Lâu Nhất", "Ở Giữa", "Chưa Đạt"]


@pytest.fixture
def coming(nhung):
    """A class that opens in five days, with one person, beside the one that runs."""
    group = TrainingClassFactory(
        code="SAU", opens_on=TODAY + dt.timedelta(days=5), due_on=None
    )
    LessonFactory(module=ModuleFactory(course=group.course))
    return EnrolmentFactory(learner=works_at("BB", "Trần Chờ"), training_class=group)


def test_overview__a_class_not_yet_open_puts_nobody_at_risk(as_user, coming):
    client = as_user(coordinator("BRVT-750"))
    page = client.get(reverse("coordinate"))
    shown = page.context["page"]
    assert shown.total.assigned == 2
    assert shown.standings["coming"] == 1
    assert shown.standings["not_started"] == shown.not_started == 1
    assert shown.waiting == 1
    assert [row.learner.full_name for row in shown.risks] == ["Lê Thị Hồng Nhung"]
    page = client.get(reverse("coordinate"), {"class": "SAU"})
    assert "1 người ở lớp chưa khai giảng" in text_of(page)
    assert page.context["page"].risks == []


def test_people__of_a_class_not_yet_open(as_user, coming):
    client, url = (
        as_user(coordinator("BRVT-750")),
        reverse("coordinate_people", args=["BRVT-750"]),
    )
    for state, names in {
        "coming": ["Trần Chờ"],
        "not_started": ["Lê Thị Hồng Nhung"],
        "at_risk": ["Lê Thị Hồng Nhung"],
    }.items():
        page = client.get(url, {"state": state})
        found = [t.user.full_name for t in page.context["page"].trainees]
        assert found == names, state
    assert "Chưa khai giảng</span>" in text_of(client.get(url, {"class": "SAU"}))


def test_overview__the_list_to_remind_says_what_it_shows_and_when_it_is_due(
    as_user, nhung, group
):
    """Whoever has not begun is in it, however far the deadline."""
    text = text_of(as_user(coordinator("BRVT-750")).get(reverse("coordinate")))
    assert "Cần nhắc trước hạn" not in text
    assert vdate(group.due_on) in text.split('id="nguy-co"')[1]


def test_person__shows_visits_and_results(as_user, nhung, group):
    first, second = lessons(group)
    now = timezone.now()
    Visit.objects.create(enrolment=nhung, activity=first, first_at=now, last_at=now)
    record_completion(
        enrolment=nhung,
        activity=second,
        occasion="a1",
        at=now,
        result=Result(score=800, max_score=1900, passed=False),
    )
    page = as_user(coordinator("BRVT-750")).get(
        reverse("coordinate_person", args=[nhung.learner.uid])
    )
    text = page.content.decode()
    assert "Bốn mức độ dịch vụ công" in text
    assert "8/19" in text
    assert "1 trên 2" in text


def test_person__of_a_past_day_hides_what_came_later(as_user, nhung, group):
    record_completion(
        enrolment=nhung,
        activity=lessons(group)[0],
        occasion="1",
        result=None,
        at=timezone.now(),
    )
    page = as_user(coordinator("BRVT-750")).get(
        reverse("coordinate_person", args=[nhung.learner.uid]),
        {"as_at": vdate(TODAY - dt.timedelta(days=2))},
    )
    assert Completion.objects.exists()
    assert page.context["record"].rows == [(nhung, [])]


# --- whom --------------------------------------------------------------------------


def test_pages__a_neighbour_never_appears(as_user, nhung, stranger):
    client = as_user(coordinator("BRVT-750"))
    for url in every_page():
        text = text_of(client.get(url))
        assert "Suối Rao" in text or "Châu Đức" in text, url
        for secret in ("Xuyên Mộc", "Bình Châu", "Ngọc Ánh", "BC-001", "BRVT-751"):
            assert secret not in text, (url, secret)


def test_people__search_does_not_find_a_neighbour(as_user, nhung, stranger):
    page = as_user(coordinator("BRVT-750")).get(
        reverse("coordinate_people", args=["BRVT-750"]), {"q": "Ngọc Ánh"}
    )
    assert page.context["page"].page.paginator.count == 0
    assert "BC-001" not in page.content.decode()


@pytest.mark.parametrize("code", ["BRVT-751", "BC", "BRVT", "KHONG-CO"])
def test_agency__foreign_and_unknown_units_are_alike_and_logged(
    as_user, province, caplog, code
):
    client = as_user(coordinator("BRVT-750"))
    for url in every_page(code)[1:3] + every_page(code)[4:]:
        with caplog.at_level(logging.WARNING):
            page = client.get(url)
        assert page.status_code == 404
        assert any(
            "refused" in line.message and code in line.message
            for line in caplog.records
        )


def test_person__of_a_neighbour_is_as_nobody(as_user, nhung, stranger):
    client = as_user(coordinator("BRVT-750"))
    assert (
        client.get(
            reverse("coordinate_person", args=[stranger.learner.uid])
        ).status_code
        == 404
    )
    assert (
        client.get(reverse("coordinate_person", args=[stranger.uid])).status_code == 404
    )


def test_person__learner_without_a_role_does_not_see_even_himself(as_user, nhung):
    url = reverse("coordinate_person", args=[nhung.learner.uid])
    assert as_user(nhung.learner).get(url).status_code == 404


def test_agency__former_coordinator_cannot_come_back_through_a_past_day(as_user, nhung):
    user = coordinator("BRVT-750", period=DateRange(None, TODAY))
    page = as_user(user).get(
        reverse("coordinate_agency", args=["BRVT-750"]),
        {"as_at": vdate(TODAY - dt.timedelta(days=5))},
    )
    assert page.status_code == 404


def test_pages__ask_for_a_log_in(client, province):
    for url in every_page():
        assert client.get(url).status_code == 302


def test_pages__refuse_a_post(as_user, province):
    assert (
        as_user(coordinator("BRVT-750")).post(reverse("coordinate")).status_code == 405
    )


# --- at what cost ------------------------------------------------------------------


# Where nothing is folded yet, or the tree has just changed, sums take four more.
@pytest.mark.parametrize(("is_folded", "most"), [(True, BUDGET), (False, BUDGET + 4)])
@pytest.mark.parametrize("more", [0, 57])
def test_pages__cost_the_same_whatever_the_number_of_agencies(
    as_user, nhung, group, more, is_folded, most, django_assert_max_num_queries
):
    ours = Agency.objects.get(code="BRVT-750")
    for _ in range(more):
        unit = AgencyFactory(parent=ours)
        EnrolmentFactory(
            learner=works_at(unit.code, "Trần Văn Tư"), training_class=group
        )
    client = as_user(coordinator("BRVT-750"))
    client.get(reverse("coordinate"))  # the organisation's name is cached from here on
    if is_folded:
        fold(today=TODAY)
    for url in (
        reverse("coordinate"),
        reverse("coordinate_agency", args=["BRVT-750"]),
        reverse("coordinate_agency", args=["SR"]),
        reverse("coordinate_people", args=["BRVT-750"]),
        reverse("coordinate_person", args=[nhung.learner.uid]),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_overview_of_a_closed_class__says_so_and_who_has_not_finished(
    as_user, nhung, group
):
    desk = coordinator("BRVT-750")
    said = {"decision_number": "9/QĐ-SNV", "decision_on": TODAY}
    close_class(training_class=group, by=desk, at=timezone.now(), **said)
    page = as_user(desk).get(reverse("coordinate"), {"class": group.code})
    text = main_of(page)
    assert f"đã bế giảng {vdate(TODAY)}" in text
    assert "Lớp đã bế giảng, 0 trên 1 người đã hoàn thành" in text
    assert "1 người không hoàn thành, lớp đã bế giảng" in text
    assert "mọi người đã bắt đầu" not in text
    assert "hạn hoàn thành" not in text
