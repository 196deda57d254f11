"""A quiz that is published may end for people who sit nothing any more."""

from django.dispatch import receiver
from wagtail.signals import page_published

from accounts.queueing import ask_workers
from quizzes.models import QuizPage


@receiver(page_published, sender=QuizPage, dispatch_uid="finish what new rules end")
def finish_what_new_rules_end(instance: QuizPage, **kwargs: object) -> None:
    """Its limit or its way of counting may have changed."""
    if not instance.attempts.exists():
        return
    ask_workers("quizzes.settle_finished", [instance.pk])
