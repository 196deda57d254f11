"""One paper in the place of another: what each kind allows, once, in the book."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from certificates.models import (
    Certificate,
    CertificateTemplate,
    Register,
    RegisterEntry,
)
from certificates.proving import faults
from certificates.services import (
    ReplacementRefusedError,
    correct_name,
    issue_certificate,
    reissue_certificate,
    render,
    replace_by_completion,
    revoke_certificate,
)
from certificates.verification import check_code
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.test_register import LATER, revoked, tamper, the_faults
from tests.factories import UserFactory
from tests.parallel import at_once

NEXT_YEAR = AT + timedelta(days=90)


@pytest.fixture
def clerk(db):
    return UserFactory(full_name="Phạm Thị Văn Thư")


def reissued(certificate, clerk, *, cause="lost", at=LATER, **more) -> Certificate:
    return reissue_certificate(
        certificate=certificate, cause=cause, by=clerk, at=at, **more
    )


def completed(certificate, clerk, *, cause="lost", at=LATER) -> Certificate:
    return replace_by_completion(certificate=certificate, cause=cause, by=clerk, at=at)


def renamed(certificate, clerk, name="Lê Thị Hồng Nhung", *, at=LATER, **more):
    return correct_name(certificate=certificate, name=name, by=clerk, at=at, **more)


def told(register) -> list[tuple[str, str, str]]:
    lines = register.entries.select_related("certificate").order_by("position")
    return [(x.certificate.serial, x.action, x.ground) for x in lines]


def test_reissue__a_new_number_notes_the_old_one(clerk):
    old = a_certificate()
    new = reissued(old, clerk, note="Đơn ngày 20/12/2022")
    old.refresh_from_db()
    assert (old.status, new.status) == ("superseded", "pending")
    assert (new.replaces, new.award, new.kind) == (old, old.award, old.kind)
    assert new.serial == "0002/2022/TTPVHCC"
    assert new.facts["replaces"] == old.serial
    assert (
        new.facts["note"]
        == "Cấp lại, thay giấy số 0001/2022/TTPVHCC cấp ngày 21/11/2022."
    )
    assert new.facts["issued_on"] == "2022-12-21"
    assert told(new.register) == [
        ("0001/2022/TTPVHCC", "issued", ""),
        ("0001/2022/TTPVHCC", "superseded", "lost"),
        ("0002/2022/TTPVHCC", "issued", "lost"),
    ]
    assert new.entries.get().by == clerk
    assert the_faults() == []
    assert render(certificate=new, at=LATER)


def test_reissue__of_a_reissue_names_the_last_only(clerk):
    second = reissued(a_certificate(note="Bản chính"), clerk)
    render(certificate=second, at=LATER)
    third = reissued(second, clerk, cause="damaged")
    assert third.facts["note"] == (
        "Bản chính Cấp lại, thay giấy số 0002/2022/TTPVHCC cấp ngày 21/12/2022."
    )
    assert Certificate.objects.get(number=1).current == third


def test_reissue__in_another_year_is_in_the_book_of_that_year(clerk):
    old = a_certificate()
    new = reissued(old, clerk, at=NEXT_YEAR)
    assert new.serial == "0001/2023/TTPVHCC"
    assert told(old.register)[-1] == (old.serial, "superseded", "lost")
    assert told(new.register) == [(new.serial, "issued", "lost")]
    assert the_faults() == []


def test_reissue__twice_is_once(clerk):
    old = a_certificate()
    assert reissued(old, clerk) == reissued(old, clerk)
    assert RegisterEntry.objects.count() == 3


def test_reissue__after_another_step_is_refused_and_names_the_new_paper(clerk):
    old = a_certificate()
    renamed(old, clerk, "Lê Thị Hồng Nhưng")
    with pytest.raises(ReplacementRefusedError, match="0002/2022/TTPVHCC"):
        reissued(old, clerk)


def test_chung_chi__is_issued_once_and_replaced_by_a_third_paper(clerk):
    old = a_certificate(kind="certificate")
    with pytest.raises(ReplacementRefusedError, match="chỉ cấp một lần"):
        reissued(old, clerk)
    new = completed(old, clerk, cause="damaged")
    assert (new.kind, new.replaces) == ("completion", old)
    assert new.facts["heading"] == "Giấy chứng nhận hoàn thành khóa học"
    assert new.facts["note"].startswith("Thay chứng chỉ số 0001/2022/TTPVHCC")
    assert completed(old, clerk, cause="damaged") == new
    render(certificate=new, at=LATER)
    third = reissued(new, clerk)
    assert (third.kind, third.replaces) == ("completion", new)
    assert the_faults() == []


def test_english_side__says_the_same_as_the_vietnamese(clerk, papers):
    template = CertificateTemplate(name="Mẫu", has_english=True, english_note="Copy.")
    months = {"rules": {"months": 24}}
    old = a_certificate(kind="certificate", **template.wording(), **months)
    assert "Valid through 21 November 2024." in _english_text(old, papers)
    new = completed(old, clerk)
    render(certificate=new, at=LATER)
    text = _english_text(new, papers)
    assert "CERTIFICATE OF COURSE COMPLETION" in text.upper()
    assert "Copy. Replaces No. 0001/2022/TTPVHCC of 21 November 2022." in text
    assert "Valid through 21 November 2024." in text
    third = reissued(new, clerk)
    render(certificate=third, at=LATER)
    text = _english_text(third, papers)
    assert "Reissued; replaces No. 0002/2022/TTPVHCC of 21 December 2022." in text
    assert "0001/2022" not in text


def _english_text(certificate, papers) -> str:
    certificate.refresh_from_db()
    pages = PdfReader(papers.open(certificate.file.name)).pages
    return " ".join(pages[1].extract_text().split())


def test_giay_chung_nhan__is_not_replaced_by_the_third_paper(clerk):
    with pytest.raises(ReplacementRefusedError, match="cấp lại"):
        completed(a_certificate(), clerk)


@pytest.mark.parametrize(
    ("options", "cause", "why"),
    [
        ({"rules": {"reissues": False}}, "lost", "không cấp lại"),
        ({}, "error", "bị mất hoặc hư hỏng"),
        ({}, "fraud", "bị mất hoặc hư hỏng"),
    ],
)
def test_reissue__is_refused(clerk, options, cause, why):
    old = a_certificate(**options)
    with pytest.raises(ReplacementRefusedError, match=why):
        reissued(old, clerk, cause=cause)
    assert RegisterEntry.objects.count() == 1


def test_reissue__of_a_paper_being_drawn_or_withdrawn_is_refused(clerk):
    with pytest.raises(ReplacementRefusedError, match="đang được tạo"):
        reissued(an_award(), clerk)
    gone = a_certificate()
    revoked(gone)
    for step in (reissued, completed, renamed):
        with pytest.raises(ReplacementRefusedError, match="thu hồi"):
            step(gone, clerk)


@pytest.mark.parametrize("kind", ["attestation", "certificate"])
def test_correct_name__on_a_new_paper_of_the_same_kind(clerk, kind):
    old = a_certificate(kind=kind, name="Lê Thị Hồng Nhug")
    new = renamed(old, clerk, "  Lê Thị  Hồng Nhung ", born="14/02/1979")
    assert (new.facts["name"], new.facts["initials"]) == (
        "Lê Thị Hồng Nhung",
        "L. T. H. Nhung",
    )
    assert (new.facts["born"], new.kind) == ("14/02/1979", kind)
    assert new.facts["note"].startswith("Thay ")
    assert told(new.register)[1:] == [
        (old.serial, "superseded", "error"),
        (new.serial, "issued", "error"),
    ]
    old.refresh_from_db()
    assert old.facts["name"] == "Lê Thị Hồng Nhug"
    assert renamed(old, clerk, born="14/02/1979") == new
    with pytest.raises(ReplacementRefusedError, match=new.serial):
        renamed(old, clerk, "Lê Thị Nhung")


def test_correct_name__with_nothing_to_correct_is_refused(clerk):
    certificate = a_certificate()
    with pytest.raises(ReplacementRefusedError, match="không có gì sửa"):
        renamed(certificate, clerk, certificate.facts["name"])
    with pytest.raises(ReplacementRefusedError, match="họ và tên"):
        renamed(certificate, clerk, "  ")


def test_correct_name__of_a_paper_not_drawn_yet(clerk):
    """The old one is never drawn: a worker that comes to it finds nothing to do."""
    old = an_award()
    renamed(old, clerk, "Lê Thị Hồng Nhưng")
    assert not render(certificate=old, at=LATER)
    assert the_faults() == []


def test_issuing_again__gives_what_stands(clerk):
    old = a_certificate()
    new = reissued(old, clerk)
    again = issue_certificate(
        award=old.award,
        kind=old.kind,
        holder=old.holder,
        issuer=an_issuer(),
        facts={},
        at=LATER,
    )
    assert again == new


def test_a_replaced_paper_can_no_longer_be_withdrawn(clerk):
    old = a_certificate()
    reissued(old, clerk)
    with pytest.raises(ValueError, match="thu hồi giấy thay thế"):
        revoke_certificate(
            certificate=old,
            decision_number="1",
            decision_on=date(2022, 12, 1),
            ground="fraud",
            by=clerk,
            at=LATER,
        )


@pytest.mark.django_db(transaction=True)
def test_replaced_by_many_at_once_is_one_paper():
    clerk, old = UserFactory(), a_certificate()
    found = at_once(*(lambda: reissued(old, clerk, at=NEXT_YEAR) for _n in range(6)))
    assert len({new.pk for new in found}) == 1
    assert Certificate.objects.count() == 2
    assert the_faults() == []


@pytest.mark.django_db(transaction=True)
def test_replaced_withdrawn_and_issued_at_once_leaves_whole_books():
    """Whoever comes first wins, the others are refused; no lock is waited for in a circle."""
    clerk, issuer = UserFactory(), an_issuer()
    papers = [a_certificate() for _n in range(4)]

    def refused_or(call):
        def run():
            try:
                return call()
            except ValueError:
                return None

        return run

    calls = []
    for paper in papers:
        calls += [
            refused_or(lambda p=paper: reissued(p, clerk, at=NEXT_YEAR)),
            refused_or(lambda p=paper: renamed(p, clerk, "Lê Nhung")),
            refused_or(lambda p=paper: revoked(p, by=clerk, at=NEXT_YEAR)),
        ]
    at_once(*calls, *(lambda: an_award(clerk, issuer=issuer) for _n in range(3)))
    assert the_faults() == []
    assert not Certificate.objects.filter(number__lte=4, register__year=2022).filter(
        status="ready"
    )


# --- by command -----------------------------------------------------------------------


def by_command(command: str, paper: Certificate, **options) -> str:
    out = StringIO()
    call_command(command, paper.code, by="qt", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [("attestation", "attestation"), ("certificate", "completion")],
)
def test_replace_certificate__the_kind_decides(kind, becomes, db):
    UserFactory(staff_code="qt")
    old = a_certificate(kind=kind)
    for _time in range(2):
        said = by_command("replace_certificate", old, cause="lost")
    new = Certificate.objects.get(replaces=old)
    assert new.serial in said
    assert new.kind == becomes
    with pytest.raises(SystemExit) as refused:
        by_command("replace_certificate", old, cause="damaged")
    assert refused.value.code == 1


def test_correct_certificate__command(db):
    UserFactory(staff_code="qt")
    old = a_certificate()
    by_command("correct_certificate", old, name="Lê Nhung", born=date(1979, 4, 5))
    facts = Certificate.objects.get(replaces=old).facts
    assert (facts["name"], facts["born"]) == ("Lê Nhung", "05/4/1979")
    with pytest.raises(SystemExit) as refused:
        by_command("correct_certificate", old, name="Lê Thị Nhung")
    assert refused.value.code == 1


# --- the database ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificates_certificate SET replaces_id = NULL WHERE number = 2",
        "DELETE FROM certificates_certificate",
        "DELETE FROM certificates_register",
        "UPDATE certificates_register SET next_number = 1",
        "UPDATE certificates_register SET lines = 0",
        "UPDATE certificates_register SET year = 2021",
        "TRUNCATE certificates_registerentry CASCADE",
        "TRUNCATE certificates_certificate CASCADE",
        "TRUNCATE certificates_register CASCADE",
    ],
)
def test_the_database_takes_nothing_away(clerk, statement):
    reissued(a_certificate(), clerk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL certificates.may_be_emptied = off")
        with (
            pytest.raises(DatabaseError, match=r"never (changed|emptied)"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE certificates_certificate SET replaces_id = NULL WHERE number = 2",
            "0001/2022/TTPVHCC đã được thay thế mà không có giấy nào thay.",
        ),
        (
            "UPDATE certificates_certificate SET replaces_id = NULL WHERE number = 2",
            "0002/2022/TTPVHCC: giấy bị thay không đúng như trên giấy.",
        ),
        (
            "UPDATE certificates_certificate SET status = 'ready' WHERE number = 1",
            "0001/2022/TTPVHCC: tình trạng “Có giá trị” không theo dòng nào của sổ.",
        ),
    ],
)
def test_a_succession_changed_by_hand_is_named(clerk, statement, said):
    reissued(a_certificate(), clerk)
    if "ready" in statement:
        tamper("DROP INDEX certificate_once_per_award")
    tamper(statement)
    found = [f for register in Register.objects.all() for f in faults(register)]
    assert said in found


# --- validity -------------------------------------------------------------------------


def test_an_award_that_lasts_two_years(clerk):
    paper = a_certificate(rules={"months": 24})
    assert paper.facts["valid_until"] == "2024-11-21"
    assert paper.facts["note"] == "Có giá trị đến hết ngày 21/11/2024."
    last_day, after = date(2024, 11, 21), date(2024, 11, 22)
    assert check_code(paper.code, on=last_day).verdict == "valid"
    finding = check_code(paper.code, on=after)
    assert (finding.verdict, finding.is_genuine) == ("expired", False)
    assert finding.public["valid_until"] == "2024-11-21"


def test_a_paper_in_the_place_of_another_lasts_no_longer(clerk):
    new = reissued(a_certificate(rules={"months": 24}), clerk)
    assert new.facts["valid_until"] == "2024-11-21"
    assert new.facts["note"] == (
        "Cấp lại, thay giấy số 0001/2022/TTPVHCC cấp ngày 21/11/2022. "
        "Có giá trị đến hết ngày 21/11/2024."
    )


def test_no_end_for_a_course_that_names_none(clerk):
    paper = a_certificate()
    assert paper.valid_until is None
    assert check_code(paper.code, on=date(2122, 1, 1)).verdict == "valid"
