"""Who answers for what ended units did, and what that is of those there are."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


FILL = """
WITH RECURSIVE ends AS (
    SELECT agency_id, CASE WHEN bool_or(upper_inf(period)) THEN 'infinity'::date
                           ELSE max(upper(period)) END AS ends_on
      FROM agencies_agencyperiod GROUP BY agency_id
), sole AS (
    SELECT predecessor_id AS agency_id, min(successor_id) AS heir_id
      FROM agencies_succession GROUP BY predecessor_id HAVING count(*) = 1
), way AS (
    SELECT e.agency_id, o.heir_id, e.ends_on AS since
      FROM ends e LEFT JOIN sole o USING (agency_id) WHERE e.ends_on < 'infinity'
    UNION ALL
    SELECT w.agency_id, o.heir_id, e.ends_on
      FROM way w JOIN ends e ON e.agency_id = w.heir_id
      LEFT JOIN sole o ON o.agency_id = w.heir_id
     WHERE w.since < e.ends_on AND e.ends_on < 'infinity'
), wanted AS (
    SELECT w.agency_id, CASE WHEN w.since < e.ends_on THEN w.heir_id END AS heir_id,
           daterange(w.since, CASE WHEN w.since < e.ends_on AND e.ends_on < 'infinity'
                                   THEN e.ends_on END) AS period
      FROM way w LEFT JOIN ends e ON e.agency_id = w.heir_id
)
INSERT INTO agencies_agencyheir (agency_id, heir_id, period)
SELECT agency_id, heir_id, period FROM wanted
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_reorganisation_and_delegation"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyHeir",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heirs",
                        to="agencies.agency",
                    ),
                ),
                (
                    "heir",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("period", "&&")],
                        name="agency_heir_one_a_day",
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
