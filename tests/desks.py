"""A district with one of everything that a coordinator's desk deals with."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from enrolments.models import AttendanceSheet, Audience, Enrolment, Meeting, Reminder
from enrolments.services.roster_import import keep_upload, plan_import
from enrolments.services.roster_import.uploads import Upload
from progress.models import Export, ReportKind, ReportSchedule
from progress.official import Query
from progress.services import issue_report, record_completion
from tests.enrolments.offices import workbook
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

TODAY = timezone.localdate()
LETTER = {
    "superior": "UBND tỉnh Bà Rịa – Vũng Tàu", "issuer": "Sở Nội vụ", "symbol": "BC-SNV",
    "place": "Bà Rịa", "signer_capacity": "KT.", "signed_for": "Giám đốc",
    "signer_title": "Phó Giám đốc", "signer_name": "Trần Quang Vinh",
    "recipients": "UBND tỉnh;\nLưu: VT.",
}  # fmt: skip


class District:
    """A district with a commune and one of everything; `mark` stands in all its names."""

    def __init__(self, province, code: str, mark: str) -> None:
        self.mark = mark
        self.top = AgencyFactory(
            code=code, name=f"Huyện {mark}", kind="cap_huyen", parent=province
        )
        self.unit = AgencyFactory(code=f"{code}1", name=f"Xã {mark}", parent=self.top)
        self.coordinator = UserFactory(
            full_name=f"Điều phối {mark}", staff_code=f"DP{code}"
        )
        self.role = AgencyRoleFactory(user=self.coordinator, agency=self.top)
        self.person = UserFactory(
            full_name=f"Học viên {mark}",
            staff_code=f"HV{code}",
            email=f"hv{code.lower()}@brvt.vn",
        )
        MembershipFactory(user=self.person, agency=self.unit)
        self.lost = self.person_without_unit()
        self.group = TrainingClassFactory(
            code=f"LOP{code}", title=f"Lớp {mark}", organiser=self.top
        )
        Audience.objects.create(training_class=self.group, agency=self.top)
        self.enrolment = Enrolment.objects.create(
            learner=self.person,
            training_class=self.group,
            enrolled_at=timezone.now() - dt.timedelta(days=3),
        )
        lesson = LessonFactory(
            module=ModuleFactory(course=self.group.course),
            title=f"Bài {mark}",
            is_required=False,
        )
        done = record_completion(
            enrolment=self.enrolment,
            activity=lesson,
            occasion="unopened",
            result=None,
            at=timezone.now(),
        )
        self.quick = done.quick_finish
        self.meeting = Meeting.objects.create(
            training_class=self.group,
            title=f"Buổi {mark}",
            starts_at=timezone.now(),
            ends_at=timezone.now() + dt.timedelta(hours=1),
        )
        self.paper = AttendanceSheet.objects.create(
            meeting=self.meeting,
            rows={str(self.enrolment.uid): "present"},
            entered_by=self.coordinator,
        )
        self.reminder = Reminder.objects.create(
            training_class=self.group,
            recipient=self.person,
            enrolment=self.enrolment,
            audience="learner",
            occasion="x",
            to=self.person.email,
            subject=f"Nhắc {mark}",
            body="…",
            state="failed",
        )
        self.report = issue_report(
            query=Query(ReportKind.PARTICIPANTS, self.top, self.group, TODAY),
            letter=LETTER | {"issuer": mark},
            by=self.coordinator,
            at=timezone.now(),
        )
        self.schedule = ReportSchedule.objects.create(
            owner=self.coordinator, kind="levels", agency=self.top, rhythm="weekly"
        )
        self.export = Export.objects.create(
            asked_by=self.coordinator,
            what="people",
            asked={"agency": code, "as_at": TODAY.isoformat()},
            said=[["Đơn vị", self.top.periods.get().name]],
            as_at=TODAY,
            ending="xlsx",
            file_name=f"hoc-vien-{mark}.xlsx",
            total=1,
            expires_at=timezone.now() + dt.timedelta(days=7),
        )
        content = workbook(
            [["Họ và tên", "Đơn vị"], [f"Người mới {mark}", f"Xã {mark}"]]
        )
        upload = Upload(f"{mark}.xlsx", content, self.top, TODAY)
        self.roster = plan_import(
            roster=keep_upload(upload=upload, by=self.coordinator, at=timezone.now()),
            at=timezone.now(),
        )

    def person_without_unit(self):
        """Somebody of a commune of the district that was split up ten days ago."""
        gone = AgencyFactory(
            code=f"{self.top.code}0",
            name=f"Xã Cũ {self.mark}",
            parent=self.top,
            period=(None, TODAY - dt.timedelta(days=10)),
        )
        user = UserFactory(
            full_name=f"Chờ Xếp {self.mark}", staff_code=f"HV{self.top.code}0"
        )
        MembershipFactory(user=user, agency=gone)
        return user
