"""The triggers that keep the sums, and the sums of what is there already."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "0005_sums_follow_the_facts.sql").read_text()
AWAY = """
DROP TRIGGER tally_insert ON enrolments_enrolment;
DROP TRIGGER tally_update ON enrolments_enrolment;
DROP TRIGGER tally_delete ON enrolments_enrolment;
DROP TRIGGER tally_insert ON agencies_membership;
DROP TRIGGER tally_update ON agencies_membership;
DROP TRIGGER tally_delete ON agencies_membership;
DROP TRIGGER tally_insert ON progress_visit;
DROP TRIGGER tally_update ON progress_visit;
DROP TRIGGER tally_delete ON progress_visit;
DROP TRIGGER tally_insert ON progress_completion;
DROP TRIGGER tally_update ON progress_completion;
DROP TRIGGER tally_delete ON progress_completion;
DROP FUNCTION progress_tally_enrolments, progress_tally_memberships, progress_tally_visits,
    progress_tally_completions, progress_retally, progress_fold, progress_stints_of,
    progress_day CASCADE;
ALTER TABLE progress_stint DROP COLUMN stalled;
"""
# A thousand enrolments at a time: one statement for a million would hold them all.
FILL = """
DO $$ DECLARE chunk bigint[]; BEGIN
    FOR chunk IN SELECT array_agg(id) FROM (
        SELECT id, (row_number() OVER (ORDER BY id)) / 20000 AS part FROM enrolments_enrolment
    ) e GROUP BY part LOOP PERFORM progress_retally(chunk); END LOOP;
    PERFORM progress_fold((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0004_sums_beside_the_facts"),
        ("enrolments", "0004_default_reminder_steps"),
        ("agencies", "0002_reorganisation_and_delegation"),
    ]

    operations = [
        migrations.RunSQL(SQL, AWAY),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
