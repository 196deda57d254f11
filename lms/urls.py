from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certificates import urls as certificate_urls
from lms import views

handler403 = "lms.errors.forbidden"
handler404 = "lms.errors.not_found"
handler500 = "lms.errors.broken"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("my/", include("progress.urls")),
    path("my/certificates/", include(certificate_urls.holder_urls)),
    path("verify/", include(certificate_urls.verify_urls)),
    path("attempts/", include("quizzes.urls")),
    path("", include("enrolments.urls")),
    path("coordinate/", include("enrolments.urls_coordinate")),
    path("coordinate/reports/", include("progress.urls_reports")),
    path("coordinate/", include("progress.urls_coordinate")),
    path("cms/login/", views.cms_login),
    path("favicon.ico", views.favicon),
    path("cms/jsi18n/", views.cms_words),  # with ours, before Wagtail's own
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    # The embedded profile has no web server before it; production lets one do this.
    urlpatterns += [
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    ]

urlpatterns += [path("", include(wagtail_urls))]
