"""Public keys for everybody, and the pages that check with nothing else."""

import base64
import json
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse

from certificates import seals
from tests.certificates.test_seals import a_key, keys  # noqa: F401 - a fixture
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def test_key_set__verifies_what_the_key_signed(client, keys):  # noqa: F811
    a_key(keys, "TT-2026")
    answer = client.get(reverse("verify_keys"))
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in answer["Cache-Control"]
    found = {one["kid"]: one for one in answer.json()["keys"]}
    assert set(found) == {"TT-2022", "TT-2026"}
    one = found["TT-2022"]
    assert (one["kty"], one["crv"], one["alg"]) == ("EC", "P-256", "ES256")
    curve = ec.SECP256R1()
    numbers = ec.EllipticCurvePublicNumbers(number(one["x"]), number(one["y"]), curve)
    assert numbers.public_key() == seals.key_named("TT-2022").public
    assert "d" not in one
    again = client.get(
        reverse("verify_keys"), headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_key_set__without_any_key(client):
    assert client.get(reverse("verify_keys")).json() == {"keys": []}


def test_certificate_of_a_key(client, keys):  # noqa: F811
    answer = client.get(reverse("verify_key", args=["TT-2022"]))
    found = x509.load_pem_x509_certificates(answer.content)
    assert found == seals.key_named("TT-2022").chain
    assert b"PRIVATE" not in answer.content
    assert client.get(reverse("verify_key", args=["TT-2022.key"])).status_code == 404
    assert client.get("/verify/keys/..%2Fsecret.pem").status_code == 404


def test_offline_page__is_the_same_for_everybody(as_user):
    person = UserFactory(full_name="Trần Thị Riêng Tư")
    answer = as_user(person).get(reverse("verify_offline"))
    html = answer.content.decode()
    assert "Riêng Tư" not in html
    assert "csrfmiddlewaretoken" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)


def test_file__holds_all_it_needs(client, keys):  # noqa: F811
    answer = client.get(reverse("verify_offline_file"))
    assert "attachment" in answer["Content-Disposition"]
    html = answer.content.decode()
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", html)
    inside = re.search(r'<script id="khoa"[^>]*>(.*?)</script>', html).group(1)
    assert json.loads(inside)["keys"][0]["kid"] == "TT-2022"


def test_worker__keeps_pages_of_this_version(client):
    answer = client.get(reverse("verify_worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    shell = json.loads(re.match(r"self.SHELL = (.*);", answer.content.decode())[1])
    assert shell["page"] == reverse("verify_offline")
    for address in (shell["page"], shell["keys"]):
        assert client.get(address).status_code == 200
