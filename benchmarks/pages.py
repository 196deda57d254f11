"""What the main pages cost: statements and milliseconds, on the demo's data.

Run after `make setup`: `.venv/bin/python -m benchmarks.pages`. Each page is asked
thirty times by Django's test client, through all middleware; the first answers, which
fill caches, are left out. Compare ratios within one run: the machine's load differs.
"""

import logging
import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from courses.models import LessonPage  # noqa: E402
from quizzes.models import Attempt, QuizPage  # noqa: E402
from quizzes.services import start_attempt  # noqa: E402

ROUNDS, WARM_UP = 30, 3
logging.disable(logging.INFO)
BACKEND = "accounts.backends.StaffCodeOrEmailBackend"


def client_of(staff_code: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(staff_code=staff_code), backend=BACKEND)
    return client


def measure(name: str, ask: Callable[[], object]) -> None:
    """Print the median and slowest milliseconds and the statements of one request."""
    times, statements = [], 0
    for turn in range(WARM_UP + ROUNDS):
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            response = ask()
            elapsed = (time.perf_counter() - begun) * 1000
        if response.status_code != 200:
            raise SystemExit(f"{name}: status {response.status_code}")
        if turn >= WARM_UP:
            times.append(elapsed)
            statements = len(captured)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"| {name} | {statements} | {statistics.median(times):.0f} | {p95:.0f} |")


def an_open_attempt(learner: User) -> Attempt:
    quiz = QuizPage.objects.live().order_by("path").last()
    enrolment = learner.enrolments.get(
        training_class__course=quiz.get_parent().specific
    )
    return start_attempt(enrolment=enrolment, quiz=quiz, at=timezone.now())


def saving(client: Client, attempt: Attempt) -> Callable[[], object]:
    """One answer after the other, as the page's script sends them."""
    response = attempt.responses.order_by("position").first()
    url = reverse("attempt_save", args=[attempt.uid])
    state = {"version": response.version, "turn": 0}

    def save():
        state["turn"] += 1
        form = {
            "response": response.uid,
            "version": state["version"],
            "key": f"00000000-0000-4000-8000-{state['turn']:012d}",
        }
        answer = client.post(url, form, headers={"accept": "application/json"})
        state["version"] = answer.json()["version"]
        return answer

    return save


def main() -> None:
    learner, coordinator = client_of("hocvien"), client_of("dieuphoi-tinh")
    lesson = LessonPage.objects.live().order_by("path").first()
    print("| page | statements | median ms | p95 ms |\n|---|---|---|---|")
    measure("learner's desk", lambda: learner.get(reverse("my")))
    measure("lesson", lambda: learner.get(lesson.url))
    measure("course", lambda: learner.get(lesson.get_parent().get_parent().url))
    measure("coordinator, province", lambda: coordinator.get(reverse("coordinate")))
    district = reverse("coordinate_agency", args=["BRVT-750"])
    measure("coordinator, district", lambda: coordinator.get(district))
    with transaction.atomic():
        attempt = an_open_attempt(User.objects.get(staff_code="hocvien"))
        measure("save of one answer", saving(learner, attempt))
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
