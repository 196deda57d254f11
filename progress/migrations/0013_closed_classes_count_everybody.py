"""Who had not finished when a class closed is still counted (decision 15)."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
SQL = (HERE / "0013_closed_classes_count_everybody.sql").read_text()
BEFORE = (HERE / "0010_finished_work_has_heirs.sql").read_text()
OLD = BEFORE[: BEFORE.index("-- An ended unit's heirs change")]
AGAIN = SQL[SQL.index("SELECT progress_retally") :]


class Migration(migrations.Migration):
    dependencies = [("progress", "0012_papers_taken_away")]

    operations = [migrations.RunSQL(SQL, OLD + AGAIN)]
