"""What was finished at a unit that has ended counts with its heir (decision 18)."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SQL = (HERE / "0010_finished_work_has_heirs.sql").read_text()
BEFORE = (HERE / "0005_sums_follow_the_facts.sql").read_text()
OLD = BEFORE[
    BEFORE.index("CREATE FUNCTION progress_stints_of") : BEFORE.index(
        "-- Put the stints of these enrolments right"
    )
]
AWAY = """
DROP TRIGGER tally_insert ON agencies_agencyheir;
DROP TRIGGER tally_delete ON agencies_agencyheir;
DROP FUNCTION progress_tally_heirs;
""" + OLD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0009_lessons_finished_very_fast"),
        ("agencies", "0003_heirs_of_ended_units"),
    ]

    operations = [migrations.RunSQL(SQL, AWAY)]
