"""Open Badges: signed by the worker, served by the web, judged by others' programs."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openbadgeslib.ob3 import OB3VerificationError
from openvc.proof.errors import SignatureInvalid
from openvc.status import CredentialRevoked

from certificates import seals
from certificates.models import Certificate, Credential, StatusList
from certificates.seals.making import make_key
from certificates.services import (
    revoke_certificate,
    sign_credential,
    sign_due,
    sign_status_list,
    try_to_render,
)
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.verifiers import (
    SITE,
    digital_bazaar,
    fetched,
    openbadgeslib,
    openvc,
)
from tests.factories import UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

DID = "did:web:tap-huan.example.vn:verify:issuers:TTPVHCC"
TODAY = timezone.now()


@pytest.fixture(autouse=True)
def keys(tmp_path, settings) -> Path:
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    a_key(tmp_path / "keys", "TT-2022")
    return tmp_path / "keys"


def a_key(folder: Path, name: str) -> None:
    make_key(
        name=name,
        organisation="Trung tâm Phục vụ hành chính công",
        folder=folder,
        at=datetime(2022, 1, 1, tzinfo=UTC),
        years=20,
        phrase="",
    )


def a_signed_certificate(name="Đỗ Ửng Hoè", **facts) -> Certificate:
    holder = UserFactory(full_name=name, email="Hoe.Do@example.vn")
    return a_certificate(holder, issuer=an_issuer(key_name="TT-2022"), **facts)


def a_badge(certificate=None) -> Credential:
    return sign_credential(certificate=certificate or a_signed_certificate(), at=TODAY)


def withdraw(certificate: Certificate) -> None:
    revoke_certificate(
        certificate=certificate,
        decision_number="12/QĐ-TTPVHCC",
        decision_on=date(2022, 12, 1),
        ground="fraud",
        by=UserFactory(),
        at=TODAY,
    )


def said_by(token: str) -> dict:
    _header, said, _signature = token.split(".")
    return json.loads(urlsafe_b64decode(said + "=="))


def altered(token: str, **said) -> str:
    header, _said, signature = token.split(".")
    content = json.dumps(said_by(token) | said).encode()
    return f"{header}.{urlsafe_b64encode(content).rstrip(b'=').decode()}.{signature}"


def test_others_accept_it():
    badge = a_badge()
    document = json.loads(badge.document)
    verified = openvc(document)
    assert verified.issuer == DID
    assert verified.status
    seen = openbadgeslib(badge.jwt, DID)
    assert seen.achievement.name == badge.certificate.facts["course"]


def test_others_refuse_an_altered_one():
    badge = a_badge()
    forged = json.loads(badge.document) | {"name": "Chứng chỉ khác"}
    with pytest.raises(SignatureInvalid):
        openvc(forged)
    with pytest.raises(OB3VerificationError):
        openbadgeslib(altered(badge.jwt, name="Chứng chỉ khác"), DID)


@pytest.mark.skipif("SOAK" not in os.environ, reason="wants Node: make soak")
def test_the_reference_implementation_agrees(queued):
    badge = a_badge()
    document = json.loads(badge.document)
    assert digital_bazaar(document) == {"verified": True, "error": ""}
    assert not digital_bazaar(document | {"name": "Chứng chỉ khác"})["verified"]
    withdraw(badge.certificate)
    sign_status_list(register=badge.certificate.register, at=TODAY)
    assert "revoked" in digital_bazaar(document)["error"]


def test_others_refuse_a_strangers_signature(keys, tmp_path, settings):
    badge = a_badge()
    settings.CERTIFICATE_KEYS = str(tmp_path / "elsewhere")
    a_key(tmp_path / "elsewhere", "TT-2022")
    with pytest.raises(SignatureInvalid):
        openvc(json.loads(badge.document))


def test_others_refuse_a_revoked_one__as_soon_as_the_worker_signed(queued):
    badge = a_badge()
    other = a_badge(a_signed_certificate_of_another())
    withdraw(badge.certificate)
    register = badge.certificate.register
    sign_status_list(register=register, at=TODAY)
    with pytest.raises(CredentialRevoked):
        openvc(json.loads(badge.document))
    with pytest.raises(OB3VerificationError, match="revocation"):
        openbadgeslib(badge.jwt, DID)
    assert openvc(json.loads(other.document)).status


def a_signed_certificate_of_another() -> Certificate:
    holder = UserFactory(full_name="Lê Văn An")
    return a_certificate(holder, issuer=an_issuer(key_name="TT-2022"))


def test_a_replaced_one_is_listed_too():
    badge = a_badge()
    Certificate.objects.filter(pk=badge.certificate_id).update(status="superseded")
    sign_due(at=TODAY)
    with pytest.raises(CredentialRevoked):
        openvc(json.loads(badge.document))


def test_the_worker_is_asked__on_ready_and_on_revoking(
    queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = an_award(issuer=an_issuer(key_name="TT-2022"))
        try_to_render(certificate=certificate, at=TODAY)
    assert ("certificates.sign_credential", [certificate.pk]) in asked(queued)
    certificate.refresh_from_db()
    a_badge(certificate)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(certificate)
    wanted = ("certificates.sign_status_list", [certificate.register_id])
    assert wanted in asked(queued)


def asked(queued) -> list[tuple[str, list[int]]]:
    return [(name, list(args)) for name, *args in queued]


def test_the_sweep_finds_what_was_lost__and_signs_once():
    certificate = a_signed_certificate()
    assert sign_due(at=TODAY) == 1
    badge = Credential.objects.get(certificate=certificate)
    assert sign_due(at=TODAY) == 0
    assert sign_credential(certificate=certificate, at=TODAY).jwt == badge.jwt


@pytest.mark.django_db(transaction=True)
def test_two_workers_sign_once():
    certificate = a_signed_certificate()
    one, other = at_once(*2 * [lambda: a_badge(certificate).jwt])
    assert one == other == Credential.objects.get().jwt


def test_an_unsigned_paper_has_no_badge__nor_has_a_waiting_one():
    issuer = an_issuer(code="SNV")
    assert sign_credential(certificate=a_certificate(issuer=issuer), at=TODAY) is None
    waiting = an_award(issuer=an_issuer(key_name="TT-2022"))
    assert sign_credential(certificate=waiting, at=TODAY) is None
    assert sign_due(at=TODAY) == 0


def test_without_the_private_key__it_waits_and_the_web_still_serves(keys, caplog):
    badge = a_badge()
    another = a_signed_certificate_of_another()
    (keys / "TT-2022.key.pem").rename(keys / "away")
    signer = seals.key_named("TT-2022")
    signer.__dict__.pop("signer", None)
    with pytest.raises(seals.KeyUnavailableError):
        sign_credential(certificate=another, at=TODAY)
    assert sign_due(at=TODAY) == 0
    assert caplog.text.count("badges wait") == 1
    assert openvc(json.loads(badge.document)).status
    (keys / "away").rename(keys / "TT-2022.key.pem")
    assert sign_due(at=TODAY) == 1


def test_a_list_is_signed_anew__daily_or_when_it_changed():
    listed = a_badge().status_list
    sign_due(at=TODAY + timedelta(hours=23))
    assert StatusList.objects.get().jwt == listed.jwt
    sign_due(at=TODAY + timedelta(hours=25))
    assert StatusList.objects.get().jwt != listed.jwt


def test_it_says_no_more_of_the_person_than_needed():
    certificate = a_signed_certificate(born="14/02/1978")
    token = a_badge(certificate).jwt
    text = json.dumps(said_by(token), ensure_ascii=False)
    for private in ("Đỗ Ửng Hoè", "Đ. Ử. Hoè", "1978", "example.vn>", "Suối Rao"):
        assert private not in text
    assert "hoe.do@" not in text.lower()
    mail, name = said_by(token)["credentialSubject"]["identifier"]
    assert mail["identityHash"] == hashed("hoe.do@example.vn" + mail["salt"])
    assert name["identityHash"] == hashed("Đỗ Ửng Hoè" + name["salt"])


def hashed(text: str) -> str:
    return f"sha256${hashlib.sha256(text.encode()).hexdigest()}"


def test_places_in_the_list_do_not_tell_the_order():
    certificates = [a_signed_certificate_of_another_number(n) for n in range(5)]
    places = [a_badge(c).index for c in certificates]
    assert len(set(places)) == 5
    assert max(places) > 5
    assert max(places) < 131_072


def a_signed_certificate_of_another_number(number: int) -> Certificate:
    holder = UserFactory(full_name=f"Lê Văn {number}")
    return a_certificate(holder, issuer=an_issuer(key_name="TT-2022"))


def test_it_lasts_as_long_as_the_paper():
    badge = a_badge(a_signed_certificate(valid_until="2090-11-21"))
    said = said_by(badge.jwt)
    assert said["validUntil"] == "2090-11-21T16:59:59Z"
    assert said["exp"] == int(
        datetime(2090, 11, 21, 16, 59, 59, tzinfo=UTC).timestamp()
    )
    assert openvc(json.loads(badge.document)).issuer == DID
    assert openbadgeslib(badge.jwt, DID)


def test_old_keys_stay_in_the_issuers_document(keys):
    old = a_badge()
    a_key(keys, "TT-2023")
    issuer = an_issuer()
    issuer.key_name = "TT-2023"
    issuer.save()
    holder = UserFactory(full_name="Lê Văn An")
    new = a_badge(a_certificate(holder, issuer=issuer))
    a_key(keys, "SNV-2023")
    document = json.loads(fetched(f"{SITE}/verify/issuers/TTPVHCC/did.json"))
    names = [method.rpartition("#")[2] for method in document["assertionMethod"]]
    assert names == ["TT-2022", "TT-2023"]
    assert openvc(json.loads(old.document)).issuer == DID
    assert openvc(json.loads(new.document)).issuer == DID


def test_a_list_may_be_kept_for_five_minutes(client):
    a_badge()
    url = "/verify/status/TTPVHCC/2022.jwt"
    response = client.get(url, secure=True)
    assert response["Content-Type"] == "application/vc+jwt"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in response["Cache-Control"]
    again = client.get(url, secure=True, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.get("/verify/status/TTPVHCC/2021.jwt", secure=True).status_code == 404
    unknown = client.get("/verify/issuers/KHONG-CO/did.json", secure=True)
    assert unknown.status_code == 404


def test_the_holder_takes_it_away__nobody_else_may(client):
    badge = a_badge()
    url = f"/my/certificates/{badge.certificate.uid}/credential.jwt"
    client.force_login(UserFactory())
    assert client.get(url, secure=True).status_code == 404
    client.force_login(badge.certificate.holder)
    response = client.get(url, secure=True)
    assert response.content.decode() == badge.jwt
    assert "huy-hieu-0001-2022-TTPVHCC.jwt" in response["Content-Disposition"]


def test_the_page_offers_it__once_it_is_signed(client):
    certificate = a_signed_certificate()
    client.force_login(certificate.holder)
    url = f"/my/certificates/{certificate.uid}/"
    assert "Huy hiệu số" not in client.get(url, secure=True).content.decode()
    a_badge(certificate)
    html = client.get(url, secure=True).content.decode()
    assert f"{url}credential.json" in html
    withdraw(certificate)
    assert "Huy hiệu số" not in client.get(url, secure=True).content.decode()


def test_who_has_the_code_gets_it__also_when_revoked(client):
    badge = a_badge()
    url = f"/verify/{badge.certificate.code.lower()}/credential.jwt"
    assert client.get(url, secure=True).content.decode() == badge.jwt
    withdraw(badge.certificate)
    assert client.get(url, secure=True).content.decode() == badge.jwt
    nothing = client.get("/verify/BRVT-2222-2222/credential.jwt", secure=True)
    assert nothing.status_code == 404


def test_badges_belong_to_the_paper_of_that_time():
    badge = a_badge()
    assert said_by(badge.jwt)["validFrom"] == f"{AT.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
