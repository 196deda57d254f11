"""The editor in the words of this platform, and what it must not copy or publish."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from certificates.models import CertificateTemplate
from courses.headings import contradiction
from courses.models import CoursePage

# Wagtail's own items by name: what they are called here and where they stand. Those of
# our apps come between the pages (100) and these.
WORDS = {
    "explorer": (_("Khóa học"), 100),
    "images": (_("Hình ảnh"), 400),
    "documents": (_("Tệp tài liệu"), 410),
    "reports": (_("Nhật ký"), 9000),
    "settings": (_("Thiết lập"), 10000),
}


@hooks.register("construct_main_menu")
def speak_of_courses(request: HttpRequest, items: list[MenuItem]) -> None:
    """Rename Wagtail's items; its help leaves for the outside and goes."""
    items[:] = [item for item in items if item.name != "help"]
    for item in items:
        if item.name in WORDS:
            item.label, item.order = WORDS[item.name]


@hooks.register("insert_global_admin_css")
def show_the_menu_whole() -> SafeString:
    """Wagtail cuts what is longer than its menu is wide; Vietnamese labels often are."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/menu.css"))


@hooks.register("before_copy_page")
def copy_but_never_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An alias would share the identity that results are recorded under."""
    if "alias" not in request.POST:
        return None
    messages.error(
        request,
        gettext(
            "Không tạo bí danh (alias): kết quả học ghi theo từng trang. "
            "Hãy sao chép thành trang riêng."
        ),
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_publish")
def keep_heading_and_kind_together(
    request: HttpRequest, instance: object
) -> HttpResponse | None:
    """A template is not published under a heading that its courses contradict."""
    if not isinstance(instance, CertificateTemplate):
        return None
    for course in CoursePage.objects.filter(certificate_template=instance.pk):
        if why := contradiction(course.certificate_kind, instance.heading):
            sentence = gettext(
                "Chưa xuất bản; bản nháp đã lưu. Khóa “%(course)s”: %(why)s"
            )
            told = {"course": course.title, "why": why}
            messages.error(request, sentence % told)
            edit = instance.snippet_viewset.get_url_name("edit")
            return redirect(edit, instance.pk)
    return None
