"""A recount is compared by unit and by person, not by where a row stands."""

import datetime as dt

import pytest

from agencies.models import Agency, AgencyPeriod
from enrolments.models import Enrolment
from progress.models import ReportKind
from progress.official import Content, Heading, Query, build
from progress.official.comparing import differences
from tests.factories import AgencyFactory, UserFactory
from tests.progress.province import DAY, learner, noon, province

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    units, group = province()
    return units | {"group": group, "by": UserFactory()}


def counted(place, kind):
    return build(
        Query(kind=kind, agency=place["CD"], training_class=place["group"], as_at=DAY)
    )


def again(before: Content, place, kind):
    return differences(Content.of(before.as_json()), counted(place, kind))


def test_somebody_entered_late__is_added_and_moves_nobody(place):
    """Bé stands before all others of her unit: only she is told, not every row below."""
    kept = counted(place, ReportKind.PARTICIPANTS)
    learner(place["group"], place["SR"], "Nguyễn Thị Bé")
    found = again(kept, place, ReportKind.PARTICIPANTS)
    assert (found.changed, found.added, found.missing) == ([], ["Nguyễn Thị Bé"], [])


def test_somebody_taken_out_backwards__is_missing(place):
    kept = counted(place, ReportKind.PARTICIPANTS)
    gone = Enrolment.objects.get(learner__full_name="Đặng Văn Phúc")
    gone.ended_at, gone.ended_reason = noon(DAY - dt.timedelta(days=3)), "withdrawn"
    gone.save()
    found = again(kept, place, ReportKind.PARTICIPANTS)
    assert (found.changed, found.added, found.missing) == ([], [], ["Đặng Văn Phúc"])


def test_a_unit_more__its_own_row_and_the_total(place):
    kept = counted(place, ReportKind.AGENCIES)
    new = AgencyFactory(code="AA", name="Xã An Bình", parent=place["CD"])
    learner(place["group"], new, "Nguyễn Thị Bé")
    found = again(kept, place, ReportKind.AGENCIES)
    assert (found.added, found.missing) == (["Xã An Bình"], [])
    assert len(found.changed) == 1
    assert found.changed[0].startswith("Tổng cộng: Được cử 4 → 5; ")


def test_a_unit_renamed_and_more_done__is_the_same_row(place):
    kept = counted(place, ReportKind.AGENCIES)
    AgencyPeriod.objects.filter(agency__code="SR").update(name="Xã Áp Bắc")
    row = Enrolment.objects.get(learner__full_name="Đặng Văn Phúc")
    row.completed_at = row.ended_at = noon(DAY)
    row.ended_reason = "completed"
    row.answering_agency = Agency.objects.get(code="SR")
    row.save()
    found = again(kept, place, ReportKind.AGENCIES)
    assert (found.added, found.missing) == ([], [])
    changed = next(line for line in found.changed if "Áp Bắc" in line)
    assert "Đơn vị Xã Suối Rao → Xã Áp Bắc" in changed
    assert "Hoàn thành 1 → 2" in changed


def test_issued_before_keys_were_kept__rows_are_found_by_name():
    columns = [Heading("TT"), Heading("Đơn vị"), Heading("Được cử")]
    kept = Content("Cũ", columns, [[1, "Xã A", 3], [2, "Xã B", 4]])
    now = Content("Cũ", columns, [[1, "Xã B", 5], [2, "Xã C", 1]], keys=["b", "c"])
    found = differences(kept, now)
    assert found.changed == ["Xã B: Được cử 4 → 5"]
    assert (found.added, found.missing) == (["Xã C"], ["Xã A"])


def test_a_meeting_more__is_no_difference_of_the_others():
    old = [Heading("Họ và tên"), Heading("Buổi 1 (01/11/2022)")]
    new = [*old[:1], Heading("Buổi 1 (31/10/2022)"), Heading("Buổi 2 (01/11/2022)")]
    kept = Content("Điểm danh", old, [["An", "x"]], keys=["1"])
    now = Content("Điểm danh", new, [["An", "K", "x"]], keys=["1"])
    assert not differences(kept, now)
