"""Training classes in Wagtail's admin, and enrolling one person in one."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from accounts.formats import number, vdate
from enrolments.forms import EnrolForm, TrainingClassForm
from enrolments.models import TrainingClass
from enrolments.refusals import refuse_class
from enrolments.services import ClassClosedError, enrol


def with_counts(classes: QuerySet) -> QuerySet:
    """Each class with how many were enrolled and how many passed."""
    return classes.select_related("course").annotate(
        enrolled=Count("enrolments"),
        passed=Count("enrolments", filter=~Q(enrolments__passed_at=None)),
    )


def state_of(row: TrainingClass) -> str:
    if row.closed_at is not None:
        return _("Đã bế giảng")
    is_open = row.is_open(on=timezone.localdate())
    return _("Đang học") if is_open else _("Chưa khai giảng")


def enrol_button(row: TrainingClass) -> HeaderButton:
    return HeaderButton(
        label=_("Ghi danh một người"),
        url=reverse("classes:enrol", args=[row.pk]),
        icon_name="user",
    )


class ClassIndexView(generic.IndexView):
    default_ordering = "-opens_on"

    def get_base_queryset(self) -> QuerySet:
        return with_counts(super().get_base_queryset())


class ClassEditView(generic.EditView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.closed_at is None and may_enrol(self.request):
            return [enrol_button(self.object)]
        return []


class ClassInspectView(generic.InspectView):
    def get_object(self, queryset=None) -> TrainingClass:
        return get_object_or_404(with_counts(TrainingClass.objects.all()), pk=self.pk)

    def get_fields_context(self) -> list[dict]:
        """Dates as written here, and how many learn: not the fields as stored."""
        row = self.object
        facts = [
            (_("Khóa học"), row.course),
            (_("Hình thức"), row.get_mode_display()),
            (_("Khai giảng"), vdate(row.opens_on)),
            (_("Hạn hoàn thành"), vdate(row.due_on) if row.due_on else _("Không có")),
            (_("Tình trạng"), state_of(row)),
            (_("Đã ghi danh"), number(row.enrolled)),
            (_("Đạt"), number(row.passed)),
        ]
        return [
            {"label": label, "value": value, "component": None}
            for label, value in facts
        ]


class ClassDeleteView(generic.DeleteView):
    def run_before_hook(self) -> HttpResponse | None:
        return refuse_class(self.request, self.object)


def may_enrol(request: HttpRequest) -> bool:
    return request.user.has_perm("enrolments.add_enrolment")


class EnrolView(WagtailAdminTemplateMixin, FormView):
    """Enrol one person by staff code; whoever is enrolled already stays so."""

    form_class = EnrolForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("Ghi danh một người")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.training_class = get_object_or_404(TrainingClass, pk=kwargs["pk"])
        if not may_enrol(request):
            messages.error(request, _("Anh/chị không có quyền ghi danh học viên."))
            return redirect("classes:index")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.training_class)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("classes:index"), "label": _("Lớp")},
            {
                "url": reverse("classes:edit", args=[self.training_class.pk]),
                "label": self.training_class.code,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict:
        labels = {
            "submit_button_label": _("Ghi danh"),
            "submit_button_active_label": _("Đang ghi danh…"),
        }
        return super().get_context_data(**kwargs) | labels

    def form_valid(self, form: EnrolForm) -> HttpResponse:
        person = form.cleaned_data["staff_code"]
        try:
            enrol(learner=person, training_class=self.training_class, at=timezone.now())
        except ClassClosedError as refusal:
            form.add_error("staff_code", str(refusal))
            return self.form_invalid(form)
        words = {"name": person.full_name, "code": self.training_class.code}
        messages.success(self.request, _("%(name)s có trong lớp %(code)s.") % words)
        return redirect(self.request.path)


class TrainingClassViewSet(ModelViewSet):
    model = TrainingClass
    menu_label = gettext_lazy("Lớp")
    icon = "group"
    menu_order = 330
    add_to_admin_menu = True
    url_prefix = "classes"
    url_namespace = "classes"
    index_view_class = ClassIndexView
    edit_view_class = ClassEditView
    delete_view_class = ClassDeleteView
    inspect_view_class = ClassInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["code", "title", "course__title"]
    list_per_page = 50
    list_display = [
        "title",
        Column("code", label=gettext_lazy("Mã lớp"), sort_key="code"),
        Column("course", label=gettext_lazy("Khóa học")),
        Column(
            "opens_on",
            label=gettext_lazy("Khai giảng"),
            accessor=lambda row: vdate(row.opens_on),
            sort_key="opens_on",
        ),
        Column(
            "due_on",
            label=gettext_lazy("Hạn"),
            accessor=lambda row: vdate(row.due_on) if row.due_on else "",
            sort_key="due_on",
        ),
        Column("state", label=gettext_lazy("Tình trạng"), accessor=state_of),
        Column(
            "enrolled",
            label=gettext_lazy("Đã ghi danh"),
            accessor=lambda row: number(row.enrolled),
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type[TrainingClassForm]:
        return TrainingClassForm

    def get_urlpatterns(self) -> list:
        enrol_one = self.construct_view(EnrolView)
        return [
            *super().get_urlpatterns(),
            path("enrol/<int:pk>/", enrol_one, name="enrol"),
        ]
