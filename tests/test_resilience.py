"""What a killed worker and a stopped broker may not do: lose a paper or refuse a learner."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from lms.celery import app
from tests.cluster import wait_until
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
)

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
CLASS_SIZE = 12
BETWEEN_SWEEPS = 5  # seconds


@pytest.fixture
def lesson():
    return LessonFactory(module=ModuleFactory(course=CourseFactory()))


@pytest.fixture
def group(lesson):
    course = lesson.get_parent().get_parent().specific
    return TrainingClassFactory(course=course)


def finish(as_user, enrolment, lesson):
    return as_user(enrolment.learner).post(reverse("mark_done", args=[lesson.uid]))


def sweep() -> None:
    """What beat asks for every 30 s, without the grace that a queued task is given."""
    app.send_task("certificates.render_pending", kwargs={"grace_seconds": 0})


def sweep_until_all_are_ready() -> None:
    """As beat does, more often: a row that is held for a moment is the next one's."""
    swept_at = 0.0

    def is_done() -> bool:
        nonlocal swept_at
        if time.monotonic() - swept_at > BETWEEN_SWEEPS:
            swept_at = time.monotonic()
            cut_short = Certificate.objects.pending().filter(attempts__gt=0)
            cut_short.update(retry_at=timezone.now())
            sweep()
        return not Certificate.objects.pending().exists()

    wait_until(is_done)


def papers() -> set[Path]:
    return set(Path(storages["private"].location).rglob("*.pdf"))


def test_worker_killed_while_it_draws__every_paper_comes_once(
    worker, as_user, group, lesson
):
    before = papers()
    # Held while the class finishes: papers are drawn faster than people click.
    os.killpg(worker.process.pid, signal.SIGSTOP)
    for _ in range(CLASS_SIZE):
        finish(as_user, EnrolmentFactory(training_class=group), lesson)
    assert Certificate.objects.pending().count() == CLASS_SIZE
    os.killpg(worker.process.pid, signal.SIGCONT)
    for _ in range(2):
        left = Certificate.objects.pending().count()
        ready = dict(Certificate.objects.ready().values_list("pk", "rendered_at"))
        if not left:
            break  # the first kill came when the last one was done
        wait_until(lambda left=left: Certificate.objects.pending().count() < left)
        ready = dict(Certificate.objects.ready().values_list("pk", "rendered_at"))
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        worker.start()
    # A message that the broker was just handing over dies with the worker; and what was
    # cut short pauses half a minute, which is over sooner here. Hence the sweeps.
    sweep_until_all_are_ready()
    after = dict(Certificate.objects.values_list("pk", "rendered_at"))
    assert len(after) == CLASS_SIZE
    assert ready.items() <= after.items(), "a ready paper was drawn again"
    assert len(papers() - before) == CLASS_SIZE


def test_broker_stopped__the_learner_notices_nothing_and_the_sweep_makes_the_paper(
    broker, as_user, group, lesson, request
):
    broker.stop()
    enrolment = EnrolmentFactory(training_class=group)
    response = finish(as_user, enrolment, lesson)
    assert response.status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.certificate.status == "pending"
    broker.start()
    wait_until(lambda: broker.is_ready)
    request.getfixturevalue("worker")
    sweep()  # this paper's task was never queued
    wait_until(lambda: Certificate.objects.ready().exists())
