"""Who waits behind whom in the queues."""

import pytest

from lms.celery import app


def test_no_task_is_held_back_by_its_rate():
    """It would keep the worker's only place: six hundred mails held up all papers."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if "celery." not in name}
    assert len(ours) > 20
    assert {name for name, task in ours.items() if task.rate_limit} == set()


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("certificates.render_certificates", "certificates"),
        ("certificates.sign_credential", "certificates"),
        ("certificates.send_notice", "celery"),
        ("certificates.bind_book", "celery"),
        ("enrolments.send_reminder", "celery"),
    ],
)
def test_mails_and_books_do_not_wait_for_papers(task, queue):
    route = app.amqp.router.route({}, task)
    assert route["queue"].name == queue
