"""What goes wrong with a paper is told, tried again later, and stops no other."""

import resource
import signal
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage

from certificates import seals, tasks
from certificates.models import Certificate
from certificates.seals.making import make_key
from certificates.services import render_many, render_pending, try_again, try_to_render
from certificates.services.attempting import PORTION
from certificates.troubles import LONGEST, LONGEST_OUTSIDE, Trouble, pause
from tests.certificates.factories import AT, an_award, an_issuer
from tests.parallel import beside

pytestmark = pytest.mark.django_db
TOO_LONG = "Ban Quản lý dự án đầu tư xây dựng " * 250
LATER = AT + timedelta(minutes=1)


@contextmanager
def full_disk(octets=1000):
    """No file may grow beyond this: what a write says is an error like ENOSPC."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.fixture
def unwritable(papers, monkeypatch):
    """A folder that cannot be: a file stands where it should."""
    blocker = papers.base_location / "blocked"
    blocker.parent.mkdir(parents=True, exist_ok=True)
    blocker.touch()
    storage = FileSystemStorage(location=blocker)
    monkeypatch.setattr(Certificate._meta.get_field("file"), "storage", storage)
    return storage


def fresh(certificate):
    return Certificate.objects.get(pk=certificate.pk)


def test_pause__doubles_up_to_an_hour():
    assert [pause(n).total_seconds() for n in (1, 2, 3, 4)] == [30, 60, 120, 240]
    assert pause(60) == LONGEST


def test_poisoned__is_told_and_stops_no_other():
    first, poisoned, last = an_award(), an_award(agency=TOO_LONG), an_award()
    keys = [first.pk, poisoned.pk, last.pk]
    assert render_many(keys=keys, at=LATER) == 2
    row = fresh(poisoned)
    assert (row.status, row.attempts, row.trouble) == ("pending", 1, Trouble.LONG)
    assert row.retry_at == LATER + pause(1)
    assert "dài quá một trang" in row.why_waiting
    assert not fresh(first).why_waiting


def test_failed__waits_longer_each_time():
    poisoned = an_award(agency=TOO_LONG)
    at = LATER
    for attempts in (1, 2, 3):
        assert render_many(keys=[poisoned.pk], at=at) == 0
        row = fresh(poisoned)
        assert (row.attempts, row.retry_at) == (attempts, at + pause(attempts))
        assert render_many(keys=[poisoned.pk], at=at + timedelta(seconds=1)) == 0
        assert fresh(poisoned).attempts == attempts, "tried in its pause"
        at = row.retry_at
    assert list(Certificate.objects.left_behind(at=at, before=AT)) == [poisoned]


def test_full_disk__is_told_and_the_paper_comes_when_there_is_room(papers):
    certificate = an_award()
    with full_disk():
        assert not try_to_render(certificate=certificate, at=LATER)
    row = fresh(certificate)
    assert (row.status, row.trouble) == ("pending", Trouble.FULL)
    assert row.why_waiting == "Kho lưu tệp đã đầy."
    assert not row.file
    assert render_pending(at=row.retry_at) == 1
    row = fresh(certificate)
    assert (row.status, row.trouble, row.retry_at) == ("ready", "", None)
    assert row.octets > 10_000
    assert len(papers.listdir("certificates/2022")[1]) == 1


def test_unwritable__is_told_without_the_path(unwritable):
    certificate = an_award()
    for _ in range(7):
        try_to_render(certificate=certificate, at=LATER)
    row = fresh(certificate)
    assert (row.trouble, row.attempts) == (Trouble.STORAGE, 7)
    assert str(unwritable.location) not in row.trouble_detail
    assert row.retry_at == LATER + LONGEST_OUTSIDE


def test_missing_key__nobody_gets_an_unsigned_paper(papers, tmp_path, settings):
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    issuer = an_issuer("KHOA", key_name="khoa")
    signed, plain = an_award(issuer=issuer), an_award()
    assert render_many(keys=[signed.pk, plain.pk], at=LATER) == 1
    row = fresh(signed)
    assert (row.status, row.trouble) == ("pending", Trouble.KEY)
    assert "khoa" in row.trouble_detail
    assert len(papers.listdir("certificates/2022")[1]) == 1
    make_key(
        name="khoa", organisation="Trung tâm", folder=tmp_path / "keys", at=AT,
        years=5, phrase="",
    )  # fmt: skip
    assert render_pending(at=row.retry_at) == 1
    row = fresh(signed)
    assert seals.seal_of(papers.open(row.file.name).read()).holds


def test_cut_short__is_tried_again_alone():
    """A worker that died leaves a count; its other papers are tried one by one."""
    rows = [an_award() for _ in range(3)]
    Certificate.objects.update(attempts=1, retry_at=LATER)
    assert render_pending(at=LATER - timedelta(seconds=1)) == 0
    assert render_pending(at=LATER) == len(rows)


def test_again_and_again_cut_short__is_told():
    certificate = an_award()
    Certificate.objects.update(attempts=2)
    assert fresh(certificate).why_waiting == Trouble.CUT.label
    assert list(Certificate.objects.troubled()) == [certificate]


@pytest.mark.django_db(transaction=True)
def test_held_by_another_worker__is_left_to_it():
    certificate = an_award()

    def other():
        assert render_many(keys=[certificate.pk], at=LATER) == 0

    with beside(other):
        Certificate.objects.select_for_update().get()
    assert fresh(certificate).attempts == 0


def test_try_again__ends_the_pause_and_queues_in_portions(
    queued, django_capture_on_commit_callbacks
):
    rows = [an_award() for _ in range(PORTION + 1)]
    Certificate.objects.update(attempts=9, retry_at=LATER + LONGEST, trouble="long")
    ready = an_award()
    try_to_render(certificate=ready, at=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        assert try_again(certificates=[*rows, ready]) == len(rows)
    sent = [keys for name, keys in queued if name == tasks.render_certificates.name]
    assert [len(keys) for keys in sent][-2:] == [PORTION, 1]
    assert Certificate.objects.due(at=LATER).count() == len(rows)


def test_many__cost_few_queries(django_assert_num_queries):
    rows = [an_award() for _ in range(4)]
    render_many(keys=[rows.pop().pk], at=LATER)  # the form of the class
    with django_assert_num_queries(4 + 4 * len(rows)):  # savepoints of a test count
        render_many(keys=[row.pk for row in rows], at=LATER)
