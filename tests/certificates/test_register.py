"""The register as a book: lines are only added, and a change shows."""

import json
import uuid
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from certificates.models import Certificate, Register, RegisterEntry
from certificates.proving import faults
from certificates.services import RevocationRefusedError, revoke_certificate
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.factories import UserFactory
from tests.parallel import at_once

LATER = AT + timedelta(days=30)
DECISION = {
    "decision_number": "45/QĐ-TTPVHCC",
    "decision_on": date(2022, 12, 20),
    "ground": RegisterEntry.Ground.FRAUD,
}


def the_faults() -> list[str]:
    return [f for register in Register.objects.all() for f in faults(register)]


def tamper(statement: str, values=()) -> None:
    """Change a row behind the back of the database's triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


def revoked(certificate, *, by=None, at=LATER, **changes) -> RegisterEntry:
    by = by or UserFactory()
    return revoke_certificate(
        certificate=certificate, by=by, at=at, **DECISION | changes
    )


@pytest.mark.django_db
def test_each_award_has_a_line_that_follows_the_one_before():
    first, second = an_award(), an_award()
    lines = list(RegisterEntry.objects.order_by("position"))
    assert [(x.position, x.action, x.certificate) for x in lines] == [
        (1, "issued", first),
        (2, "issued", second),
    ]
    assert lines[0].previous == ""
    assert lines[1].previous == lines[0].hash
    assert first.register.entries.last().hash == Register.objects.get().head
    assert the_faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificates_registerentry SET note = 'x'",
        "DELETE FROM certificates_registerentry",
        "UPDATE certificates_certificate SET serial = '9999/2022/TTPVHCC'",
        "UPDATE certificates_certificate SET facts = '{}'",
        "UPDATE certificates_certificate SET issued_at = now()",
    ],
)
def test_the_database_refuses_to_change_what_was_written(statement):
    an_award()
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE certificates_registerentry SET note = 'x' WHERE position = 2",
            "Dòng 2 (0002/2022/TTPVHCC): nội dung dòng này đã bị sửa.",
        ),
        (
            'UPDATE certificates_certificate SET facts = facts || \'{"name": "Ai"}\' WHERE number = 2',
            "Dòng 2 (0002/2022/TTPVHCC): nội dung trên giấy đã bị sửa sau khi cấp.",
        ),
        (
            "DELETE FROM certificates_registerentry WHERE position = 2",
            "Dòng 2 bị thiếu.",
        ),
        (
            "DELETE FROM certificates_registerentry WHERE position = 3",
            "Cuối sổ không khớp: sổ ghi 3 dòng, có 2 dòng.",
        ),
        (
            "UPDATE certificates_certificate SET status = 'revoked' WHERE number = 1",
            "0001/2022/TTPVHCC: tình trạng “Đã thu hồi” không theo dòng nào của sổ.",
        ),
        (
            "UPDATE certificates_certificate SET number = 7 WHERE number = 3",
            "Số 0003 không liền mạch trong sổ.",
        ),
        (
            "UPDATE certificates_certificate SET award = (SELECT award FROM certificates_certificate WHERE number = 1), status = 'ready', file = 'x', sha256 = 'x' WHERE number = 2",
            "nội dung dòng này đã bị sửa.",
        ),
    ],
)
def test_what_was_changed_by_hand_is_named(statement, said):
    for _n in range(3):
        an_award()
    if "SELECT award" in statement:
        tamper("DROP INDEX certificate_once_per_award")
    tamper(statement)
    assert any(said in fault for fault in the_faults()), the_faults()


@pytest.mark.django_db
def test_a_rewritten_chain_ends_elsewhere_than_the_head_that_was_noted_down():
    """Who rewrites all lines has another last hash than the one written on paper."""
    an_award()
    before = Register.objects.get().head
    an_award()
    assert Register.objects.get().head != before


@pytest.mark.django_db
def test_check_register__exit_codes(capsys):
    an_award()
    out = StringIO()
    call_command("check_register", "--json", stdout=out)
    (row,) = json.loads(out.getvalue())
    assert (row["register"], row["lines"], row["faults"]) == ("2022/TTPVHCC", 1, [])
    tamper("UPDATE certificates_registerentry SET note = 'x'")
    with pytest.raises(SystemExit) as stopped:
        call_command("check_register", stdout=out)
    assert stopped.value.code == 1
    with pytest.raises(Exception, match="Không có sổ cấp") as refused:
        call_command("check_register", "--issuer", "KHAC")
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_revoking_adds_a_line_and_keeps_the_number():
    certificate = a_certificate()
    by = UserFactory()
    line = revoked(certificate, by=by)
    certificate.refresh_from_db()
    assert certificate.status == Certificate.Status.REVOKED
    assert (line.position, line.action, line.by) == (2, "revoked", by)
    assert an_award().number == 2
    assert the_faults() == []


@pytest.mark.django_db
def test_revoking_twice_is_once():
    certificate = a_certificate()
    first = revoked(certificate)
    assert revoked(certificate, decision_number="46/QĐ-TTPVHCC") == first
    assert RegisterEntry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"decision_number": " "}, "số quyết định"),
        ({"decision_on": date(2022, 11, 20)}, "trước ngày cấp"),
        ({"decision_on": date(2023, 1, 1)}, "chưa tới"),
    ],
)
def test_revoking_without_a_sound_decision_is_refused(changes, why):
    certificate = a_certificate()
    with pytest.raises(RevocationRefusedError, match=why):
        revoked(certificate, **changes)
    certificate.refresh_from_db()
    assert certificate.is_ready
    assert RegisterEntry.objects.count() == 1


@pytest.mark.django_db
def test_revoke_certificate__command_and_what_anyone_sees(client):
    certificate = a_certificate()
    UserFactory(staff_code="qt")
    said = {"decision": "45/QĐ-TTPVHCC", "on": date(2022, 12, 20), "ground": "fraud"}
    out = StringIO()
    for _time in range(2):
        call_command(
            "revoke_certificate", certificate.serial, by="qt", stdout=out, **said
        )
    assert out.getvalue().count("đã thu hồi theo Quyết định số 45/QĐ-TTPVHCC") == 2
    url = reverse("verify_code", args=[certificate.code])
    html = client.get(url).content.decode()
    assert "Theo Quyết định số 45/QĐ-TTPVHCC ngày 20/12/2022" in html
    assert "Gian dối trong tuyển sinh hoặc học tập" in html
    answer = client.get(url, headers={"accept": "application/json"}).json()
    assert answer["status"] == "revoked"
    assert answer["revoked_on"] == "2022-12-20"
    assert answer["revoked_by_decision"] == "45/QĐ-TTPVHCC"
    with pytest.raises(SystemExit) as refused:
        call_command(
            "revoke_certificate",
            an_award().code,
            by="qt",
            **said | {"on": date(2022, 1, 1)},
        )
    assert refused.value.code == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_crashes_leave_no_gap():
    """Every fifth award fails after it took its number; the others close the gap."""
    issuer, people = an_issuer(), [UserFactory() for _n in range(50)]

    def issue(n: int):
        def call():
            try:
                with transaction.atomic():
                    an_award(people[n], award=uuid.uuid4(), issuer=issuer)
                    if n % 5 == 0:
                        raise RuntimeError
            except RuntimeError:
                return False
            return True

        return call

    for at in range(0, 50, 10):
        at_once(*(issue(n) for n in range(at, at + 10)))
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    assert the_faults() == []


@pytest.mark.django_db(transaction=True)
def test_withdrawn_by_two_at_once_is_one_line():
    certificate, people = a_certificate(), [UserFactory(), UserFactory()]
    at_once(*(lambda by=by: revoked(certificate, by=by) for by in people))
    assert RegisterEntry.objects.filter(action="revoked").count() == 1
    assert the_faults() == []
