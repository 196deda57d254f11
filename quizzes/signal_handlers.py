"""A quiz that is published may end for people who sit nothing any more."""

from functools import partial

from celery import current_app
from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from quizzes.models import QuizPage


@receiver(page_published, sender=QuizPage, dispatch_uid="finish what new rules end")
def finish_what_new_rules_end(instance: QuizPage, **kwargs: object) -> None:
    """Its limit or its way of counting may have changed."""
    if not instance.attempts.exists():
        return
    send = partial(current_app.send_task, "quizzes.settle_finished", args=[instance.pk])
    transaction.on_commit(send, robust=True)
