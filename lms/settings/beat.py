"""What Celery beat asks for, and how often; docs/operations.md says what each finds."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "render certificates left behind": {
        "task": "certificates.render_pending",
        "schedule": 30.0,
    },
    "tell holders of their certificates": {
        "task": "certificates.send_notices",
        "schedule": 60.0,
    },
    "sign badges and status lists left behind or grown old": {
        "task": "certificates.sign_due",
        "schedule": 60.0,
    },
    "submit attempts whose time is up": {
        "task": "quizzes.submit_overdue",
        "schedule": 30.0,
    },
    "go on with corrections that were cut short": {
        "task": "quizzes.regrade_unfinished",
        "schedule": 300.0,
    },
    "finish quizzes that leave nothing to sit": {
        "task": "quizzes.settle_used_up",
        "schedule": 300.0,
    },
    "go on with rosters that were cut short": {
        "task": "enrolments.sweep_rosters",
        "schedule": 60.0,
    },
    "enrol and close by the audience of each class": {
        "task": "enrolments.apply_audiences",
        "schedule": crontab(minute=5),
    },
    "remind whoever is to be reminded today": {
        "task": "enrolments.plan_reminders",
        "schedule": crontab(hour="7-10", minute=15),
    },
    "send reminders that wait": {
        "task": "enrolments.send_pending_reminders",
        "schedule": 300.0,
    },
    "send the reports of the week and the month": {
        "task": "progress.send_scheduled_reports",
        "schedule": crontab(hour="6-10", minute=30),
    },
    "make files that were cut short, forget old ones": {
        "task": "progress.sweep_exports",
        "schedule": 60.0,
    },
    "fold what changed into the sums of progress": {
        "task": "progress.fold_sums",
        "schedule": 300.0,
    },
    "award what is due": {
        "task": "progress.award_due",
        "schedule": 300.0,
    },
    "sweep uploads and pictures of no question": {
        "task": "questions.sweep",
        "schedule": crontab(hour=2, minute=30),
    },
}
