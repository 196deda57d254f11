"""What Celery beat asks for, and how often; docs/operations.md says what each finds."""

from celery.schedules import crontab


def each(schedule: float | crontab, task: str) -> dict:
    """A task that comes again after so many seconds, or at those times."""
    return {"task": task, "schedule": schedule}


CELERY_BEAT_SCHEDULE = {
    "render certificates left behind": each(30.0, "certificates.render_pending"),
    "tell holders of their certificates": each(60.0, "certificates.send_notices"),
    "tell holders of papers that end soon": each(
        crontab(hour="7-16", minute=45), "certificates.plan_expiry_notices"
    ),
    "sign badges and status lists left behind or grown old": each(
        60.0, "certificates.sign_due"
    ),
    "submit attempts whose time is up": each(30.0, "quizzes.submit_overdue"),
    "go on with corrections that were cut short": each(
        300.0, "quizzes.regrade_unfinished"
    ),
    "finish quizzes that leave nothing to sit": each(300.0, "quizzes.settle_used_up"),
    "go on with rosters that were cut short": each(60.0, "enrolments.sweep_rosters"),
    "enrol and close by the audience of each class": each(
        crontab(minute=5), "enrolments.apply_audiences"
    ),
    "remind whoever is to be reminded today": each(
        crontab(hour="7-10", minute=15), "enrolments.plan_reminders"
    ),
    "send reminders that wait": each(300.0, "enrolments.send_pending_reminders"),
    "send the reports of the week and the month": each(
        crontab(hour="6-10", minute=30), "progress.send_scheduled_reports"
    ),
    "make files that were cut short, forget old ones": each(
        60.0, "progress.sweep_exports"
    ),
    "fold what changed into the sums of progress": each(300.0, "progress.fold_sums"),
    "award what is due": each(300.0, "progress.award_due"),
    "sweep uploads and pictures of no question": each(
        crontab(hour=2, minute=30), "questions.sweep"
    ),
}
