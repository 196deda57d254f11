"""Training classes (lớp, đợt tập huấn) and who is enrolled in them."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.codes import PATTERN, address_code
from certificates.models import Certificate
from enrolments.models.calendars import InCalendars, new_token
from enrolments.querysets import EnrolmentQuerySet, TrainingClassQuerySet


def code_taken(code: str) -> str:
    return gettext("Mã %(code)s đã dùng cho lớp khác. Anh/chị chọn mã khác.") % {
        "code": code
    }


class TrainingClass(InCalendars):
    """One run of a course: for whom, from when, until when."""

    class Mode(models.TextChoices):
        ONLINE = "online", _("trực tuyến")
        BLENDED = "blended", _("trực tuyến kết hợp trực tiếp")
        IN_PERSON = "in_person", _("trực tiếp")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("mã lớp"),
        max_length=40,
        unique=True,
        validators=[address_code],
        help_text=_("Chữ không dấu, chữ số và các dấu . _ - (ví dụ SHHS-2022-01)."),
    )
    title = models.CharField(_("tên lớp"), max_length=200)
    course = models.ForeignKey(
        "courses.CoursePage",
        models.PROTECT,
        related_name="training_classes",
        verbose_name=_("khóa học"),
    )
    opens_on = models.DateField(_("khai giảng"))
    due_on = models.DateField(_("hạn hoàn thành"), null=True, blank=True)
    mode = models.CharField(
        _("hình thức"), max_length=10, choices=Mode, default=Mode.ONLINE
    )
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    attendance_minimum = models.PositiveSmallIntegerField(
        _("tỷ lệ dự buổi tối thiểu"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("Phần trăm số buổi phải dự để được công nhận. 0 là không xét."),
    )
    sends_reminders = models.BooleanField(_("nhắc tự động"), default=True)
    organiser = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đơn vị tổ chức"),
        help_text=_("Điều phối viên của đơn vị này quản lý lớp."),
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision_number = models.CharField(
        _("số quyết định công nhận"), max_length=60, blank=True
    )
    decision_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    closed_at = models.DateTimeField(_("bế giảng lúc"), null=True, blank=True)
    calendar_token = models.CharField(
        max_length=64,
        unique=True,
        default=new_token,
        editable=False,
        help_text="the address of the calendar, known to who runs or attends the class",
    )

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("lớp")
        verbose_name_plural = _("lớp")
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on=None)
                | models.Q(due_on__gte=models.F("opens_on")),
                name="class_due_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(attendance_minimum__lte=100),
                name="class_attendance_in_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=PATTERN),
                name="class_code_fits_an_address",
            ),
            models.UniqueConstraint(Lower("code"), name="class_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def clean(self) -> None:
        """Two codes that differ in capitals only are one to whoever types them."""
        others = type(self).objects.exclude(pk=self.pk).exclude(code=self.code)
        if other := others.filter(code__iexact=self.code).first():
            raise ValidationError({"code": code_taken(other.code)})

    def is_open(self, *, on: date) -> bool:
        """Learners may work in it: opened, and not closed by a decision."""
        return self.opens_on <= on and self.closed_at is None

    def has_closed(self, *, on: date) -> bool:
        """Closed by the end of that day."""
        return self.closed_at is not None and timezone.localdate(self.closed_at) <= on


class Audience(models.Model):
    """Whom a class is for: the people of a unit, perhaps with all below it, by position.

    People who join later are enrolled by it, people who leave are closed.
    """

    training_class = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="audiences"
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    is_with_below = models.BooleanField(_("kể cả đơn vị bên dưới"), default=True)
    positions = models.CharField(
        _("chức vụ"),
        max_length=500,
        blank=True,
        help_text=_(
            "Chỉ những người có chức vụ chứa một trong các cụm này, cách nhau bằng dấu "
            "chấm phẩy. Để trống là mọi chức vụ."
        ),
    )

    class Meta:
        verbose_name = _("đối tượng của lớp")
        verbose_name_plural = _("đối tượng của lớp")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "agency", "positions"], name="audience_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}: {self.agency_id}"


class Enrolment(models.Model):
    """A learner in a class, from enrolment to result."""

    class EndedReason(models.TextChoices):
        COMPLETED = "completed", _("Lớp bế giảng")
        LEFT = "left", _("Rời đơn vị")
        WITHDRAWN = "withdrawn", _("Rút khỏi lớp")
        EXEMPT = "exempt", _("Được miễn")
        NOT_FINISHED = "not_finished", _("Không hoàn thành khi bế giảng")

    class Source(models.TextChoices):
        """What enrolled the person; only the audience's own are closed by it."""

        PERSON = "person", _("Ghi danh trực tiếp")
        ROSTER = "roster", _("Danh sách")
        AUDIENCE = "audience", _("Đối tượng của lớp")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments"
    )
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField(_("ghi danh lúc"), default=timezone.now)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    ended_reason = models.CharField(max_length=12, choices=EndedReason, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_note = models.CharField(_("lý do"), max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.PERSON)
    completed_at = models.DateTimeField(_("hoàn thành lúc"), null=True, blank=True)
    passed_at = models.DateTimeField(_("đạt lúc"), null=True, blank=True)
    answering_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.JSONField(
        null=True,
        editable=False,
        help_text="what the course demanded, frozen when the enrolment closed",
    )
    certificate = models.ForeignKey(
        "certificates.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ghi danh")
        verbose_name_plural = _("ghi danh")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "training_class"], name="enrolment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(passed_at=None)
                | models.Q(completed_at__isnull=False),
                name="enrolment_passed_is_completed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.training_class_id}"

    @property
    def takes_part(self) -> bool:
        """As `taking_part` of the queryset: neither left nor in a class that closed."""
        reasons = {"", self.EndedReason.COMPLETED}
        return self.ended_reason in reasons and self.training_class.closed_at is None

    @property
    def paper(self) -> Certificate | None:
        """The certificate as it stands now: what was issued, or what took its place."""
        return self.certificate.current if self.certificate else None


class Extension(models.Model):
    """A later deadline for one learner; a row with its reason, never an overwrite."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="extensions")
    due_on = models.DateField(_("hạn mới"))
    reason = models.CharField(_("lý do"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")

    def __str__(self) -> str:
        return f"{self.enrolment_id} → {self.due_on}"
