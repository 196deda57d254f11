"""Two doors: the holder's pages and the public check. lms/urls.py says where."""

from django.urls import path

from certificates import views

holder_urls = [
    path("", views.certificates, name="certificates"),
    path("<uuid:uid>/", views.certificate, name="certificate"),
    path("<uuid:uid>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("<uuid:uid>/status/", views.certificate_status, name="certificate_status"),
]

verify_urls = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.verify_code, name="verify_code"),
]
