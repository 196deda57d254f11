"""What is taught: course → module → activity, as Wagtail pages.

A page renders; it never handles a POST. Who may open it is decided by the hooks of
`enrolments` and `progress`, above.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from courses import reading
from courses.blocks import LessonBody
from courses.papers import GivesPapers
from courses.querysets import ActivityManager

READ_ONLY = ["GET", "HEAD", "OPTIONS"]


class HomePage(Page):
    """The root of the site; `/` itself sends everybody to where they work."""

    max_count = 1
    allowed_http_methods = READ_ONLY
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CourseIndexPage"]
    template = "courses/home.html"

    class Meta:
        verbose_name = _("trang chủ")

    def route(self, request, path_components):
        """Find the page of the whole path at once.

        Wagtail asks twice for every level; a lesson lies four levels down.
        """
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.live().filter(url_path=url_path).first()
        if page is None:
            raise Http404
        return page.specific.route(request, [])


class CourseIndexPage(Page):
    """The catalogue at /courses/."""

    max_count = 1
    allowed_http_methods = READ_ONLY
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/index.html"

    intro = models.TextField(_("lời dẫn"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request, *args, **kwargs):
        courses = CoursePage.objects.live().child_of(self).order_by("path")
        return super().get_context(request, *args, **kwargs) | {"courses": courses}

    class Meta:
        verbose_name = _("danh mục khóa học")


class CoursePage(GivesPapers, Page):
    """A course: what it is for, what it rests on, and what it takes to pass it."""

    allowed_http_methods = READ_ONLY
    parent_page_types = ["courses.CourseIndexPage"]
    template = "courses/course.html"

    code = models.CharField(_("mã khóa"), max_length=20, unique=True)
    summary = models.TextField(_("giới thiệu"), blank=True)
    objectives = RichTextField(_("mục tiêu"), features=["ul", "bold"], blank=True)
    audience = models.CharField(_("dành cho"), max_length=300, blank=True)
    hours = models.PositiveSmallIntegerField(_("số tiết"), default=0)
    legal_bases = ParentalManyToManyField(
        "legal.LegalBasis", blank=True, verbose_name=_("căn cứ"), related_name="courses"
    )
    rules_on = models.DateField(
        _("dạy theo quy định tại ngày"),
        null=True,
        blank=True,
        help_text=_("Để trống thì lấy ngày khai giảng của lớp."),
    )
    reviewed_on = models.DateField(_("rà soát nội dung ngày"), null=True, blank=True)
    minimum_mark = models.PositiveSmallIntegerField(
        _("điểm tối thiểu mỗi bài kiểm tra (%)"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("TT 03/2023/TT-BNV: từ 50% thang điểm của từng bài."),
    )

    exclude_fields_in_copy = ["code"]

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("rules_on"), FieldPanel("reviewed_on")]),
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("audience"),
        FieldPanel("legal_bases"),
        FieldPanel("minimum_mark"),
        *GivesPapers.panels_of_papers,
    ]

    class Meta:
        verbose_name = _("khóa học")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"bases": self.legal_bases.order_by("issued_on")}

    def full_clean(self, *args, **kwargs) -> None:
        """A copy comes without a code: it gets a free one until its author names it."""
        if not self.code:
            taken = set(CoursePage.objects.values_list("code", flat=True))
            numbered = (f"BAN-SAO-{n}" for n in range(1, len(taken) + 2))
            self.code = next(code for code in numbered if code not in taken)
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.code = page.code or self.code
        return page


class ModulePage(Page):
    """A chapter of a course; it has no page of its own for learners."""

    allowed_http_methods = READ_ONLY
    parent_page_types = ["courses.CoursePage"]
    template = "courses/module.html"

    intro = models.TextField(_("lời dẫn"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("mô-đun")


class ActivityPage(Page):
    """Something a learner does and finishes: the part every kind shares.

    Concrete, so that a completion's foreign key is typed; never created by itself.
    """

    is_creatable = False
    parent_page_types: list[str] = []
    allowed_http_methods = READ_ONLY

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("thời lượng (phút)"), default=15)
    is_required = models.BooleanField(
        _("bắt buộc"),
        default=True,
        help_text=_("Tính vào điều kiện hoàn thành khóa học."),
    )
    opens_last = models.BooleanField(
        _("mở sau cùng"),
        default=False,
        help_text=_("Chỉ mở khi học viên đã xong mọi mục bắt buộc đứng trước."),
    )

    objects = ActivityManager()
    exclude_fields_in_copy = ["uid"]  # a copied activity is another activity

    activity_panels = [
        FieldRowPanel(
            [FieldPanel("minutes"), FieldPanel("is_required"), FieldPanel("opens_last")]
        )
    ]

    class Meta:
        verbose_name = _("mục học")

    def with_content_json(self, content):
        """A copy's first revisions are those of its source: the uid stays the page's."""
        page = super().with_content_json(content)
        page.uid = self.uid
        return page


class LessonPage(ActivityPage):
    """A lesson or a case told as a lesson: read, tried, marked as done."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Bài học")
        CASE = "case", _("Tình huống")

    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"

    kind = models.CharField(_("dạng"), max_length=6, choices=Kind, default=Kind.LESSON)
    objective = models.TextField(_("học xong làm được gì"), blank=True)
    material_version = models.PositiveSmallIntegerField(
        _("phiên bản nội dung"),
        default=1,
        help_text=_("Tăng lên khi nội dung đổi đến mức người đã học phải học lại."),
    )
    body = StreamField(LessonBody(), verbose_name=_("nội dung"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("objective"),
        FieldPanel("kind"),
        *ActivityPage.activity_panels,
        FieldPanel("body"),
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("material_version")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("objective"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("bài học")

    def get_context(self, request, *args, **kwargs):
        """The body filled for this reader; `request.learning` comes from the hooks above."""
        context = super().get_context(request, *args, **kwargs)
        return context | reading.lesson_context(self, request)
