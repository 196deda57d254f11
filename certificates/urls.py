"""Two doors: the holder's pages and the public check. lms/urls.py says where."""

from django.urls import path, register_converter

from certificates import request_views, views
from certificates.credentials import views as credential_views
from certificates.verification import offline
from certificates.verification import views as verification_views


class FormConverter:
    """The two forms a credential is signed in."""

    regex = "json|jwt"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(FormConverter, "form")

holder_urls = [
    path("", views.certificates, name="certificates"),
    path("<uuid:uid>/", views.certificate, name="certificate"),
    path("<uuid:uid>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("<uuid:uid>/status/", views.certificate_status, name="certificate_status"),
    path("<uuid:uid>/request/", request_views.ask, name="certificate_ask"),
    path(
        "<uuid:uid>/request/withdraw/",
        request_views.take_back,
        name="certificate_take_back",
    ),
    path(
        "<uuid:uid>/credential.<form:form>",
        credential_views.own_credential,
        name="own_credential",
    ),
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
    path(
        "<str:code>/credential.<form:form>",
        credential_views.public_credential,
        name="public_credential",
    ),
    path(
        "issuers/<slug:issuer_code>/did.json",
        credential_views.issuer_did,
        name="issuer_did",
    ),
    path(
        "status/<slug:issuer_code>/<int:year>.<form:form>",
        credential_views.status_list,
        name="status_list",
    ),
]
