"""Two doors: the holder's pages and the public check. lms/urls.py says where."""

from django.urls import path

from certificates import views
from certificates.verification import offline
from certificates.verification import views as verification_views

holder_urls = [
    path("", views.certificates, name="certificates"),
    path("<uuid:uid>/", views.certificate, name="certificate"),
    path("<uuid:uid>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("<uuid:uid>/status/", views.certificate_status, name="certificate_status"),
]

verify_urls = [
    path("", verification_views.verify, name="verify"),
    path("file/", verification_views.verify_file, name="verify_file"),
    path("keys.json", offline.keys, name="verify_keys"),
    path("keys/<str:name>.pem", offline.certificate_of_key, name="verify_key"),
    path("offline/", offline.offline, name="verify_offline"),
    path("offline/file/", offline.offline_file, name="verify_offline_file"),
    path("worker.js", offline.worker, name="verify_worker"),
    path("<str:code>/", verification_views.verify_code, name="verify_code"),
]
