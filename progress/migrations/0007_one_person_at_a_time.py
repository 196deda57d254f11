"""Who is enrolled while being moved: the later of the two waits and counts both.

Neither transaction sees the other's new rows, so each would count without them. The
triggers come before those of the sums, which are called in the order of their names.
Enrolments share the person, a move holds the person as `agencies.services.lock_people`
does; neither keeps a certificate waiting that only names the holder (FOR KEY SHARE), so
who passes while being moved is no deadlock.
"""

from django.db import migrations

HOLD = """
CREATE FUNCTION progress_hold_learners() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id IN (SELECT learner_id FROM new_rows)
      ORDER BY id FOR SHARE;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_hold_new_learner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id = NEW.learner_id FOR SHARE;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_hold_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id IN (SELECT user_id FROM held_rows)
      ORDER BY id FOR NO KEY UPDATE;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_hold_both_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id IN (
        SELECT user_id FROM new_rows UNION SELECT user_id FROM old_rows)
      ORDER BY id FOR NO KEY UPDATE;
    RETURN NULL;
END $$;

CREATE TRIGGER hold_insert AFTER INSERT ON enrolments_enrolment
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_hold_learners();
-- By row: an enrolment hardly ever changes hands, and every other update costs nothing.
CREATE TRIGGER hold_update AFTER UPDATE OF learner_id ON enrolments_enrolment
    FOR EACH ROW WHEN (NEW.learner_id <> OLD.learner_id)
    EXECUTE FUNCTION progress_hold_new_learner();
CREATE TRIGGER hold_insert AFTER INSERT ON agencies_membership
    REFERENCING NEW TABLE AS held_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_hold_members();
CREATE TRIGGER hold_update AFTER UPDATE ON agencies_membership
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_hold_both_members();
CREATE TRIGGER hold_delete AFTER DELETE ON agencies_membership
    REFERENCING OLD TABLE AS held_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_hold_members();
"""
AWAY = """
DROP FUNCTION progress_hold_learners, progress_hold_new_learner,
    progress_hold_members, progress_hold_both_members CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_indexes_of_the_desk")]

    operations = [migrations.RunSQL(HOLD, AWAY)]
