"""Reading through branches against adding up along the tree: the same on every day."""

from agencies.models import Agency, AgencyPeriod
from enrolments.models import TrainingClass
from progress.reports import whole_tree
from progress.rollup import tree_added_up, tree_figures
from progress.sums import branches
from progress.sums.reading import added_up, completed_below


def compare_ways(day):
    """Each unit has what everybody below it has; whether the branches were read at all."""
    units = list(Agency.objects.values_list("pk", flat=True))
    group = TrainingClass.objects.values_list("pk", flat=True).first()
    for only in (None, group):
        asked = {"on": day, "training_class": only, "units": units, "own": units}
        quick = branches.rolled(**asked)
        if quick is None:
            continue
        plain = added_up(agency=None, **asked)
        assert sorted(quick) == sorted(plain), day
    for unit in units[:3]:
        asked = {"agency": unit, "on": day, "training_class": None}
        if quick is not None:
            by_day = branches.completed_by_day(**asked)
            assert sorted(by_day) == sorted(completed_below(**asked)), day
    compare_trees(day)
    return quick is not None


def compare_trees(day):
    rows = whole_tree(agency=None, on=day)
    codes = dict(Agency.objects.values_list("code", "pk"))
    above = AgencyPeriod.objects.on(day).values_list("agency", "parent")
    parents = {codes[row.code]: dict(above)[codes[row.code]] for row in rows}
    for group in (None, TrainingClass.objects.first()):
        asked = {"agency": None, "on": day, "training_class": group, "parents": parents}
        quick, plain = tree_figures(**asked), tree_added_up(**asked)
        assert quick == plain, day
        assert all(quick[unit].stalled == plain[unit].stalled for unit in plain), day
