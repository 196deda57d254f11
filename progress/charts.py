"""Geometry of the coordinator's charts; templates draw it as SVG with words around it.

Pure: counts in, points out. Lengths are units of the SVG's own view box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from accounts.formats import vdate
from progress.deadlines import next_deadline, the_deadline
from progress.runs import ONE_DAY, Run

WIDTH, HEIGHT = 520, 400
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 30, 34
MOST_POINTS = 120


@dataclass(frozen=True)
class Tick:
    at: int
    label: int | str


@dataclass(frozen=True)
class BurnUp:
    """Completions so far against the plan: every class straight to its own deadline.

    `due`: the deadline of all the classes drawn, None when they differ or have none;
    `next_due`: the nearest one ahead. `expected`: the sum of what each class will have
    by its own deadline; `unforeseen`: classes of which nothing can be said yet.
    """

    goal: int
    done: int
    expected: int | None
    day: date
    due: date | None
    next_due: date | None
    is_over: bool
    unforeseen: int
    line: str
    area: str
    now: tuple[int, int]
    trend: str
    end: tuple[int, int] | None
    end_label_y: int
    plan: str
    goal_y: int
    rows: list[tuple[date, int, int | None]]
    ticks_x: list[Tick]
    ticks_y: list[Tick]

    width, height, left, right = WIDTH, HEIGHT, LEFT, WIDTH - RIGHT
    floor = HEIGHT - BOTTOM

    @property
    def now_anchor(self) -> str:
        """The label of today's point stands on the side that has room."""
        return "end" if self.now[0] > self.width / 2 else "start"

    @property
    def now_label_x(self) -> int:
        return self.now[0] + (-8 if self.now_anchor == "end" else 8)

    @property
    def now_label_y(self) -> int:
        return max(self.now[1] - 12, self.goal_y + 16)

    @property
    def day_label(self) -> str:
        return short(self.day)


def short(day: date) -> str:
    """The day without its year, as axes have it: 24/11."""
    return vdate(day).rsplit("/", 1)[0]


def grid_step(most: int) -> int:
    """A round distance between three to five horizontal lines."""
    step = 1
    while most / step > 5:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def burn_up(runs: Sequence[Run], *, day: date) -> BurnUp | None:
    """Draw completions per day from the first opening, of classes each with its deadline.

    None before it, or with nobody to count. What was completed before the opening (a
    class moved later) counts on the first day.
    """
    goal = sum(run.goal for run in runs)
    opens = min((run.opens for run in runs), default=day)
    if goal <= 0 or day < opens:
        return None
    days = [opens + ONE_DAY * i for i in range((day - opens).days + 1)]
    totals = _totals(runs, days)
    last = max(day, opens + ONE_DAY, *(run.due or day for run in runs))

    def at(d: date, n: float) -> tuple[int, int]:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        x = round(LEFT + (d - opens).days * wide / (last - opens).days)
        return x, round(HEIGHT - BOTTOM - n * high / (goal * 1.04))

    trend = _trend(runs, day)
    end = at(*trend[-1]) if trend else None
    plan = _plan(runs)
    shown = _thinned(list(zip(days, totals, strict=True)))
    line = _path(shown, at)
    foot, goal_y = at(opens, 0), at(opens, goal)[1]
    return BurnUp(
        goal=goal,
        done=totals[-1],
        expected=sum(run.expected for run in runs) if trend else None,
        day=day,
        due=the_deadline(runs),
        next_due=next_deadline(runs),
        is_over=all(run.is_over for run in runs),
        unforeseen=sum(not (run.is_running or run.is_over) for run in runs),
        line=line,
        area=f"{foot[0]},{foot[1]} {line} {at(day, 0)[0]},{foot[1]}",
        now=at(day, totals[-1]),
        trend=_path([(day, totals[-1]), *trend], at) if trend else "",
        end=end,
        end_label_y=_label_y(end[1], goal_y) if end else 0,
        plan=_path(plan, at),
        goal_y=goal_y,
        rows=_table(days, totals, runs=runs if plan else []),
        ticks_x=[Tick(at(d, 0)[0], short(d)) for d in _dates(opens, last)],
        ticks_y=[Tick(at(opens, n)[1], n) for n in range(0, goal + 1, grid_step(goal))],
    )


def _totals(runs: Sequence[Run], days: list[date]) -> list[int]:
    counts: Counter[date] = Counter()
    for run in runs:
        for d, n in run.counts.items():
            counts[max(d, days[0])] += n
    return list(accumulate(counts[d] for d in days))


def _trend(runs: Sequence[Run], day: date) -> list[tuple[date, float]]:
    """Where the pace leads, with a corner at every deadline ahead."""
    ends = sorted({run.due for run in runs if run.is_running and run.due})
    return [(end, sum(run.foreseen(end) for run in runs)) for end in ends]


def _plan(runs: Sequence[Run]) -> list[tuple[date, float]]:
    """The plans of all classes together, with a corner where one begins or ends."""
    dated = [run for run in runs if run.due and run.due > run.opens]
    corners = sorted({d for run in dated for d in (run.opens, run.due) if d})
    return [(d, sum(run.planned(d) for run in dated)) for d in corners]


def _path(
    points: Sequence[tuple[date, float]],
    at: Callable[[date, float], tuple[int, int]],
) -> str:
    """Points as a polyline has them."""
    return " ".join("{},{}".format(*at(d, n)) for d, n in points)


def _label_y(at: int, goal_y: int) -> int:
    """Above its point; near the goal line, where the plan ends too, above that line."""
    return goal_y - 8 if at - goal_y < 60 else at - 12


def _thinned(points: list[tuple[date, int]]) -> list[tuple[date, int]]:
    step = -(-len(points) // MOST_POINTS)
    return points[:-1:step] + points[-1:]


def _dates(first: date, last: date, most: int = 4) -> list[date]:
    span = (last - first).days
    parts = min(most, span)
    return [first + timedelta(days=round(span * i / parts)) for i in range(parts + 1)]


def _table(
    days: list[date], totals: list[int], *, runs: Sequence[Run]
) -> list[tuple[date, int, int | None]]:
    """About eight days with what was done and what the plan had."""
    step = max(1, -(-(len(days) - 1) // 7))
    places = [*range(0, len(days) - 1, step), len(days) - 1]

    def planned(d: date) -> int | None:
        return round(sum(run.planned(d) for run in runs)) if runs else None

    return [(days[i], totals[i], planned(days[i])) for i in places]


def band(part: int, whole: int) -> int | None:
    """Band of the heat map, 0 to 4: under 40, 60, 75, 90 per cent, and above."""
    if not whole:
        return None
    return sum(part * 100 >= limit * whole for limit in (40, 60, 75, 90))
