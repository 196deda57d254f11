"""Status lists and addresses of badges, without a database; bits read by OpenVC."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openvc.status.bitstring import decode_bitstring, get_status_bit

from certificates.credentials.addresses import did_of, method_of
from certificates.credentials.badge import Award, badge
from certificates.credentials.integrity import base58
from certificates.credentials.status import encoded, length_for
from tests.certificates.factories import facts_of

AWARD = Award(
    facts=facts_of("Đỗ Ửng Hoè"),
    kind="attestation",
    serial="0412/2022/TTPVHCC",
    code="BRVT-7K4M-Q2XP",
    email="",
    issued_at=datetime(2022, 11, 21, 2, 42, 5, 123, tzinfo=UTC),
    issuer_code="TTPVHCC",
    year=2022,
    index=7,
    salt="5a17",
)


@pytest.mark.parametrize("set_bits", [[], [0], [7, 8], [131_071], [3, 77, 90_000]])
def test_bits_stand_where_others_look(set_bits):
    bits = decode_bitstring(encoded(set_bits, length=length_for(len(set_bits))))
    assert len(bits) * 8 == 131_072
    seen = [i for i in range(len(bits) * 8) if get_status_bit(bits, i)]
    assert seen == set_bits


@pytest.mark.parametrize(
    ("credentials", "length"),
    [(0, 131_072), (65_536, 131_072), (65_537, 262_144), (300_000, 1_048_576)],
)
def test_half_of_a_list_stays_free(credentials, length):
    assert length_for(credentials) == length


def test_a_port_is_part_of_the_issuers_name(settings):
    settings.SITE_URL = "http://localhost:8000/"
    assert did_of("SNV") == "did:web:localhost%3A8000:verify:issuers:SNV"
    assert method_of("SNV", "SNV-2026").endswith(":SNV#SNV-2026")


def test_a_course_is_one_achievement__of_its_issuer():
    def achievement(**changes) -> str:
        said = badge(replace(AWARD, **changes), "json")
        return said["credentialSubject"]["achievement"]["id"]

    same = achievement(index=9, code="BRVT-2222-2222")
    assert achievement() == same
    assert achievement(issuer_code="SNV") != same
    assert achievement(facts=facts_of("Lê An", course="Khóa khác")) != same


def test_the_kind_of_paper_shows():
    def kind(value: str) -> str:
        said = badge(replace(AWARD, kind=value), "json")
        return said["credentialSubject"]["achievement"]["achievementType"]

    assert kind("attestation") == "CertificateOfCompletion"
    assert kind("certificate") == "Certificate"


def test_criteria_are_as_on_the_paper():
    facts = AWARD.facts | {
        "decision_number": "31/QĐ-TTPVHCC",
        "decision_on": "21/11/2022",
    }
    said = badge(replace(AWARD, facts=facts), "jwt")
    assert said["credentialSubject"]["achievement"]["criteria"]["narrative"] == (
        "Hoàn thành khóa từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết, trực tuyến "
        "kết hợp trực tiếp. Kết quả: Đạt. Theo quyết định số 31/QĐ-TTPVHCC ngày "
        "21/11/2022."
    )
    assert said["validFrom"] == "2022-11-21T02:42:05Z"
    (name,) = said["credentialSubject"]["identifier"]
    assert name["identityType"] == "name"


def test_base58__as_bitcoin_writes_it():
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert base58(b"\0\0\x28\x7f\xb4\xcd") == "11233QC4"
