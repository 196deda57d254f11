"""Files too large for a request: queued, waited for, and said when nobody listens."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.celery import app
from questions import services
from questions.import_files import find
from questions.models import Question
from questions.services import kept as kept_service
from questions.services import previews
from tests.cluster import wait_until
from tests.questions.factories import category
from tests.questions.test_import_pages import sent, settings_for, trainer
from tests.questions.test_importing import draft

QUEUED = [
    ("questions.plan_kept", services.plan_kept),
    ("questions.import_kept", services.import_kept),
]


@pytest.fixture
def desk(as_user):
    return as_user(trainer("publish_question"))


@pytest.fixture
def is_large(monkeypatch):
    monkeypatch.setattr(previews, "QUICK_ITEMS", 1)
    monkeypatch.setattr(kept_service, "LARGE", 1)


@pytest.fixture
def queue(monkeypatch):
    """A broker that keeps what it is given; the tests are the worker."""
    given = []
    monkeypatch.setattr(app, "send_task", lambda name, args: given.append((name, args)))
    return given


def work(queue) -> None:
    """Each task comes twice, as a queue may deliver it."""
    for name, args in [one for one in queue for _twice in range(2)]:
        names = ("uid", "owner", "settings")
        dict(QUEUED)[name](**dict(zip(names, args, strict=True)), at=timezone.now())
    queue.clear()


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_large_file__is_previewed_and_imported_by_the_worker(desk, is_large, queue):
    shelf = category("SHHS")
    url = sent(desk, [draft(), draft("Hai?")])
    for _poll in range(2):
        assert 'http-equiv="refresh"' in text_of(desk.get(url, settings_for(shelf)))
    assert [name for name, _args in queue] == ["questions.plan_kept"]
    work(queue)
    seen = text_of(desk.get(url, settings_for(shelf)))
    assert "Nhập 2 câu" in seen
    assert 'http-equiv="refresh"' not in seen
    assert not Question.objects.exists()
    for _click in range(2):
        desk.post(f"{url}confirm/", settings_for(shelf))
    assert [name for name, _args in queue] == ["questions.import_kept"]
    assert 'http-equiv="refresh"' in text_of(desk.get(f"{url}result/"))
    work(queue)
    assert Question.objects.count() == 2
    assert "Đã nhập 2 câu" in text_of(desk.get(f"{url}result/"))


@pytest.mark.django_db
def test_large_file__unusable__is_said_by_the_worker(desk, monkeypatch, queue):
    monkeypatch.setattr(previews, "QUICK_BYTES", 1)
    shelf = category("SHHS")
    url = sent(desk, [draft()])
    asked = settings_for(shelf) | {"format": "aiken"}
    desk.get(url, asked)
    work(queue)
    assert 'role="alert"' in text_of(desk.get(url, asked))


@pytest.mark.worker
@pytest.mark.django_db
def test_broker_down__the_page_says_so_instead_of_waiting(broker, desk, is_large):
    broker.stop()
    shelf = category("SHHS")
    url = sent(desk, [draft(), draft("Hai?")])
    seen = text_of(desk.get(url, settings_for(shelf)))
    assert "không nhận việc chạy nền" in seen
    assert 'http-equiv="refresh"' not in seen
    refused = desk.post(f"{url}confirm/", settings_for(shelf), follow=True)
    assert "không nhận việc chạy nền" in text_of(refused)
    assert desk.get(f"{url}result/").status_code == 302


@pytest.mark.django_db
def test_worker_silent__the_page_says_so_and_the_task_is_asked_for_again(
    desk, is_large, queue
):
    shelf = category("SHHS")
    url = sent(desk, [draft(), draft("Hai?")])
    desk.get(url, settings_for(shelf))
    kept = find(url.split("/")[-2], owner=int(desk.session["_auth_user_id"]))
    _name, args = queue[0]
    name = f"asked-{previews.name_of(args[2])}"
    for minutes, said, asked in [(0, False, 1), (5, True, 1), (11, False, 2)]:
        kept.forget(name)
        at = timezone.now() - dt.timedelta(minutes=minutes)
        kept.note(name, {"at": at.isoformat()})
        seen = text_of(desk.get(url, settings_for(shelf)))
        assert ("Đã chờ 5 phút" in seen) is said
        assert len(queue) == asked


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_large_file__goes_the_whole_way_with_a_real_worker(worker, desk, is_large):
    shelf = category("SHHS")
    url = sent(desk, [draft(), draft("Hai?")])

    def page_of(address: str, asked: dict) -> str:
        return text_of(desk.get(address, asked))

    wait_until(lambda: "Nhập 2 câu" in page_of(url, settings_for(shelf)))
    desk.post(f"{url}confirm/", settings_for(shelf))
    wait_until(lambda: "Đã nhập 2 câu" in page_of(f"{url}result/", {}))
    assert Question.objects.count() == 2
