"""The tree, the people and what they learned, made by the database itself."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from agencies.models import Agency, AgencyRole
from agencies.services import rebuild_ancestry
from courses.models import CourseIndexPage, CoursePage, LessonPage
from enrolments.models import TrainingClass

CLASSES, LESSONS = 10, 3
QUICK = 50  # one lesson of so many was finished very fast
OPENED, DUE = 30, 20  # days before and after today

# Parents: 1 is the province, 2..31 its districts, the next tenth communes, then offices.
AGENCIES = """
INSERT INTO agencies_agency (uid, code)
SELECT gen_random_uuid(), 'B' || i FROM generate_series(1, %(agencies)s) i;
INSERT INTO agencies_agencyperiod (agency_id, period, name, sort_key, kind, official_code, parent_id)
SELECT a.id, '(,)', 'Đơn vị ' || i, 'B' || lpad(i::text, 6, '0'),
       CASE WHEN i = 1 THEN 'tinh' WHEN i <= 31 THEN 'cap_huyen' ELSE 'xa' END, '', p.id
  FROM generate_series(1, %(agencies)s) i
  JOIN agencies_agency a ON a.code = 'B' || i
  LEFT JOIN agencies_agency p ON i > 1 AND p.code = 'B' || CASE
       WHEN i <= 31 THEN 1
       WHEN i <= %(communes)s THEN 2 + i %% 30
       ELSE 32 + i %% (%(communes)s - 31) END;
"""
# Without `i / agencies` everybody of a unit would be in one class and equally far.
PEOPLE = """
INSERT INTO accounts_user (uid, staff_code, full_name, sort_key, search_text, password,
       is_superuser, is_active, joined_at, language, time_allowance)
SELECT gen_random_uuid(), 'P' || i, 'Người ' || i, md5(i::text), 'nguoi ' || i || ' p' || i, '!',
       false, true, now(), 'vi', 100
  FROM generate_series(1, %(people)s) i;
INSERT INTO agencies_membership (user_id, agency_id, position, period, is_main)
SELECT u.id, a.id, 'Công chức', daterange(NULL, CASE WHEN i %% 10 = 0 THEN %(moved)s::date END), true
  FROM generate_series(1, %(people)s) i
  JOIN accounts_user u ON u.staff_code = 'P' || i
  JOIN agencies_agency a ON a.code = 'B' || 1 + (i::bigint * 7919 + i / %(agencies)s) %% %(agencies)s;
INSERT INTO agencies_membership (user_id, agency_id, position, period, is_main)
SELECT u.id, a.id, 'Chuyên viên', daterange(%(moved)s::date, NULL), true
  FROM generate_series(10, %(people)s, 10) i
  JOIN accounts_user u ON u.staff_code = 'P' || i
  JOIN agencies_agency a ON a.code = 'B' || 1 + (i::bigint * 104729 + i / %(agencies)s) %% %(agencies)s;
"""
# Of ten people three never began, two stopped or go on, four passed, one failed.
LEARNING = """
INSERT INTO enrolments_enrolment (uid, learner_id, training_class_id, enrolled_at, source,
       ended_reason, ended_note, completed_at, passed_at, ended_at, answering_agency_id)
SELECT gen_random_uuid(), u.id, %(first)s + i %% %(classes)s, %(opened)s, 'roster',
       CASE WHEN d.done IS NULL THEN '' ELSE 'completed' END, '', d.done,
       CASE WHEN i %% 10 < 9 THEN d.done END, d.done, m.agency_id
  FROM generate_series(1, %(people)s) i
  JOIN accounts_user u ON u.staff_code = 'P' || i
  CROSS JOIN LATERAL (SELECT CASE WHEN i %% 10 >= 5
       THEN %(opened)s + (1 + i %% 27) * interval '1 day' END AS done) d
  LEFT JOIN agencies_membership m ON m.user_id = u.id AND d.done IS NOT NULL
       AND m.period @> d.done::date;
INSERT INTO progress_visit (enrolment_id, activity_id, first_at, last_at, seconds)
SELECT e.id, %(lesson)s + (e.id %% %(lessons)s), %(opened)s + (u.n %% 20) * interval '1 day',
       %(opened)s + (u.n %% 20 + u.n %% 8) * interval '1 day', 600
  FROM enrolments_enrolment e
  JOIN (SELECT id, substr(staff_code, 2)::int AS n FROM accounts_user
         WHERE staff_code ~ '^P[0-9]+$') u ON u.id = e.learner_id
 WHERE u.n %% 10 >= 3;
INSERT INTO progress_completion (enrolment_id, activity_id, occasion, completed_at, legal_shown, void_reason)
SELECT id, %(lesson)s, 'bench', completed_at, '[]', '' FROM enrolments_enrolment
 WHERE completed_at IS NOT NULL;
INSERT INTO progress_quickfinish (uid, completion_id, enrolment_id, done_at, opened_at, minutes)
SELECT gen_random_uuid(), id, enrolment_id, completed_at, completed_at - (id %% 80) * interval '1 second', 15
  FROM progress_completion WHERE enrolment_id %% %(quick)s = 0;
"""


@transaction.atomic
def build(*, agencies: int, people: int) -> None:
    """Fill an empty database; everything or nothing."""
    today = timezone.localdate()
    opened = timezone.make_aware(
        dt.datetime.combine(today - dt.timedelta(days=OPENED), dt.time(9))
    )
    first, lesson = classes(today)
    said = {
        "agencies": agencies,
        "communes": max(32, agencies // 10),
        "people": people,
        "moved": today - dt.timedelta(days=10),
        "classes": CLASSES,
        "first": first,
        "lesson": lesson,
        "lessons": LESSONS,
        "quick": QUICK,
        "opened": opened,
    }
    with connection.cursor() as cursor:
        for script in (AGENCIES, PEOPLE, LEARNING):
            for statement in filter(str.strip, script.split(";")):
                cursor.execute(statement, said)
    rebuild_ancestry()
    for name, code in (("tinh", "B1"), ("huyen", "B2"), ("don-vi", f"B{agencies}")):
        user = User.objects.create_user(f"bench-{name}", None, full_name=name)
        AgencyRole.objects.create(
            user=user,
            agency=Agency.objects.get(code=code),
            role="coordinator",
            period=(None, None),
        )


def classes(today: dt.date) -> tuple[int, int]:
    """Ten courses with a class each; the first class's key and the first lesson's."""
    index = CourseIndexPage.objects.first()
    made, lessons = [], []
    for n in range(CLASSES):
        title = f"Khóa {n}"
        course = index.add_child(
            instance=CoursePage(title=title, slug=slugify(title), code=f"BENCH{n}")
        )
        made.append(
            TrainingClass(
                code=f"BENCH{n}",
                title=title,
                course=course,
                opens_on=today - dt.timedelta(days=OPENED),
                due_on=today + dt.timedelta(days=DUE),
            )
        )
    for n in range(LESSONS):
        page = made[0].course.add_child(
            instance=LessonPage(title=f"Bài {n}", slug=f"bai-{n}")
        )
        lessons.append(page.pk)
    rows = TrainingClass.objects.bulk_create(made)
    if lessons != list(range(lessons[0], lessons[0] + LESSONS)):
        raise SystemExit("somebody else makes pages in this database")
    return rows[0].pk, lessons[0]
