"""Sums beside the facts: written by the database itself whenever a fact changes.

Nothing here is a truth of its own: `check_tallies` counts it all again from the facts.
Keys of the facts are plain numbers, not foreign keys, so that deleting a fact never
waits for its shadow. docs/decisions/0015.
"""

from django.contrib.postgres.fields import DateRangeField
from django.db import models


class Stint(models.Model):
    """Days in which one agency answers for one enrolment, and what had happened when.

    `until` is the first day no longer. `stalled` (days without anything new for a week)
    is a datemultirange, which only SQL reads.
    """

    enrolment_id = models.BigIntegerField()
    training_class_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    started_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    passed_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            # Who answers for an enrolment is read here without opening the row.
            models.Index(
                fields=["enrolment_id"],
                include=["agency_id", "training_class_id", "since", "until"],
                name="stint_of_enrolment",
            ),
            models.Index(fields=["agency_id", "since"], name="stint_agency"),
            models.Index(
                fields=["agency_id"],
                condition=models.Q(started_on=None),
                name="stint_not_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} @ {self.agency_id}, {self.since}"


class Counts(models.Model):
    """The five counts; as changes they may be negative."""

    agency_id = models.BigIntegerField()
    training_class_id = models.BigIntegerField()
    assigned = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    completed = models.IntegerField(default=0)
    passed = models.IntegerField(default=0)
    stalled = models.IntegerField(default=0)

    class Meta:
        abstract = True
        default_permissions = ()


class Change(Counts):
    """What a fact changed from a day on; only ever added, until it is folded."""

    day = models.DateField()

    class Meta(Counts.Meta):
        indexes = [models.Index(fields=["day"], name="change_day")]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.day}"


class Tally(Counts):
    """All folded changes of one agency, class and day in one row."""

    day = models.DateField()

    class Meta(Counts.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "training_class_id", "day"], name="tally_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["day", "agency_id"],
                include=["completed"],
                name="tally_completions",
                condition=~models.Q(completed=0),
            ),
            models.Index(fields=["day", "agency_id"], name="tally_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.day}"


class Balance(Counts):
    """The sum of an agency's and class's tallies up to the day of the last fold."""

    class Meta(Counts.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "training_class_id"], name="balance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}"


class BranchTally(Counts):
    """The tallies of a unit and of all that stand below it on the days of the fold's tree.

    Of branches alone: a unit with nobody below it has its own tallies.
    """

    day = models.DateField()

    class Meta(Counts.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "day", "training_class_id"],
                name="branch_tally_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.day}"


class BranchBalance(Counts):
    """The balances of a branch; of any unit with all below it, without a class: of all."""

    training_class_id = models.BigIntegerField(null=True)

    class Meta(Counts.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "training_class_id"], name="branch_balance_once"
            ),
            models.UniqueConstraint(
                fields=["agency_id"],
                condition=models.Q(training_class_id=None),
                name="branch_balance_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}"


class Fold(models.Model):
    """Up to which day the balances add the tallies up: one row, or none yet.

    `tree`: the days on which units stand as the branches were added up. It is None once
    the tree was changed, and then no branch is read until the next fold.
    """

    folded_to = models.DateField()
    tree = DateRangeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.folded_to)
