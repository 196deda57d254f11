"""Sums of whole branches, kept along the tree (decision 19)."""

from pathlib import Path

import django.contrib.postgres.fields.ranges
from django.db import migrations, models


HERE = Path(__file__).parent
SQL = (HERE / "0011_sums_of_branches.sql").read_text()
BEFORE = (HERE / "0005_sums_follow_the_facts.sql").read_text()
FOLD = BEFORE[
    BEFORE.index("CREATE FUNCTION progress_fold") : BEFORE.index(
        "CREATE FUNCTION progress_tally_enrolments"
    )
]
AWAY = """
DROP FUNCTION progress_tree_changed CASCADE;
DROP FUNCTION progress_tree_days, progress_rebalance, progress_branch_balances,
    progress_branches;
""" + FOLD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0010_finished_work_has_heirs"),
        ("agencies", "0003_heirs_of_ended_units"),
    ]

    operations = [
        migrations.CreateModel(
            name="BranchBalance",
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
                ("agency_id", models.BigIntegerField()),
                ("assigned", models.IntegerField(default=0)),
                ("started", models.IntegerField(default=0)),
                ("completed", models.IntegerField(default=0)),
                ("passed", models.IntegerField(default=0)),
                ("stalled", models.IntegerField(default=0)),
                ("training_class_id", models.BigIntegerField(null=True)),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BranchTally",
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
                ("agency_id", models.BigIntegerField()),
                ("training_class_id", models.BigIntegerField()),
                ("assigned", models.IntegerField(default=0)),
                ("started", models.IntegerField(default=0)),
                ("completed", models.IntegerField(default=0)),
                ("passed", models.IntegerField(default=0)),
                ("stalled", models.IntegerField(default=0)),
                ("day", models.DateField()),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.RemoveIndex(
            model_name="stint",
            name="stint_enrolment",
        ),
        migrations.AddField(
            model_name="fold",
            name="tree",
            field=django.contrib.postgres.fields.ranges.DateRangeField(null=True),
        ),
        migrations.AddIndex(
            model_name="stint",
            index=models.Index(
                fields=["enrolment_id"],
                include=("agency_id", "training_class_id", "since", "until"),
                name="stint_of_enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchbalance",
            constraint=models.UniqueConstraint(
                fields=("agency_id", "training_class_id"), name="branch_balance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="branchbalance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("training_class_id", None)),
                fields=("agency_id",),
                name="branch_balance_of_all_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="branchtally",
            constraint=models.UniqueConstraint(
                fields=("agency_id", "day", "training_class_id"),
                name="branch_tally_once",
            ),
        ),
        # What is there is added up along the tree with the first fold after this.
        migrations.RunSQL(SQL, AWAY),
    ]
