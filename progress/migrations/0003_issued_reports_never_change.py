from django.db import migrations

FORBID = """
CREATE FUNCTION progress_report_is_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a report that was issued is never changed or deleted';
END $$;
CREATE TRIGGER report_is_issued BEFORE UPDATE OR DELETE ON progress_reportsnapshot
    FOR EACH ROW EXECUTE FUNCTION progress_report_is_issued();
"""
ALLOW = """
DROP TRIGGER report_is_issued ON progress_reportsnapshot;
DROP FUNCTION progress_report_is_issued();
"""


class Migration(migrations.Migration):
    """Whatever writes to the table, an issued report stays as it is."""

    dependencies = [("progress", "0002_reports_and_indicators")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
