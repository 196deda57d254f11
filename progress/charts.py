"""Geometry of the coordinator's charts; templates draw it as SVG with words around it.

Pure: counts in, points out. Lengths are units of the SVG's own view box.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from accounts.formats import vdate

WIDTH, HEIGHT = 520, 400
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 30, 34
TREND_DAYS = 8
MOST_POINTS = 120
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tick:
    at: int
    label: int | str


@dataclass(frozen=True)
class BurnUp:
    """Completions so far against the straight way to everybody by the deadline."""

    goal: int
    done: int
    expected: int | None
    day: date
    due: date | None
    line: str
    area: str
    now: tuple[int, int]
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

    @property
    def is_over(self) -> bool:
        """The deadline's day has begun or passed: nothing is left to expect."""
        return self.due is not None and self.day >= self.due


def short(day: date) -> str:
    """The day without its year, as axes have it: 24/11."""
    return vdate(day).rsplit("/", 1)[0]


def grid_step(most: int) -> int:
    """A round distance between three to five horizontal lines."""
    step = 1
    while most / step > 5:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def expected_at_end(totals: list[int], *, days_left: int, goal: int) -> int:
    """The last eight days' pace carried to the deadline, never more than everybody."""
    back = min(TREND_DAYS, len(totals) - 1)
    if not back:
        return totals[-1]
    pace = (totals[-1] - totals[-1 - back]) / back
    return min(goal, round(totals[-1] + pace * days_left))


def burn_up(
    counts: dict[date, int], *, goal: int, opens: date, due: date | None, day: date
) -> BurnUp | None:
    """Draw completions per day from the opening; None before it, or with nobody to count.

    What was completed before the opening (a class moved later) counts on its first day.
    """
    if goal <= 0 or day < opens:
        return None
    days = [opens + ONE_DAY * i for i in range((day - opens).days + 1)]
    first = sum(n for done, n in counts.items() if done <= opens)
    totals = list(accumulate([first, *(counts.get(d, 0) for d in days[1:])]))
    last = max(day, due or day, opens + ONE_DAY)

    def x(d: date) -> int:
        return round(
            LEFT + (d - opens).days * (WIDTH - LEFT - RIGHT) / (last - opens).days
        )

    def y(n: float) -> int:
        return round(HEIGHT - BOTTOM - n * (HEIGHT - TOP - BOTTOM) / (goal * 1.04))

    open_due = due if due and due > day else None
    expected = (
        expected_at_end(totals, days_left=(open_due - day).days, goal=goal)
        if open_due
        else None
    )
    shown = _thinned(list(zip(days, totals, strict=True)))
    line = " ".join(f"{x(d)},{y(n)}" for d, n in shown)
    end = (x(open_due), y(expected)) if open_due and expected is not None else None
    step = grid_step(goal)
    return BurnUp(
        goal=goal,
        done=totals[-1],
        expected=expected,
        day=day,
        due=due,
        line=line,
        area=f"{x(opens)},{y(0)} {line} {x(day)},{y(0)}",
        now=(x(day), y(totals[-1])),
        end=end,
        end_label_y=_label_y(end[1], y(goal)) if end else 0,
        plan=f"M{x(opens)} {y(0)}L{x(due)} {y(goal)}" if due and due > opens else "",
        goal_y=y(goal),
        rows=_table(days, totals, goal=goal, opens=opens, due=due),
        ticks_x=[Tick(x(d), short(d)) for d in _dates(opens, last)],
        ticks_y=[Tick(y(n), n) for n in range(0, goal + 1, step)],
    )


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
    days: list[date], totals: list[int], *, goal: int, opens: date, due: date | None
) -> list[tuple[date, int, int | None]]:
    """About eight days with what was done and what the plan had."""
    step = max(1, -(-(len(days) - 1) // 7))
    places = [*range(0, len(days) - 1, step), len(days) - 1]
    span = (due - opens).days if due else 0
    return [
        (
            days[i],
            totals[i],
            round(goal * min(1, (days[i] - opens).days / span)) if span > 0 else None,
        )
        for i in places
    ]


def band(part: int, whole: int) -> int | None:
    """Band of the heat map, 0 to 4: under 40, 60, 75, 90 per cent, and above."""
    if not whole:
        return None
    return sum(part * 100 >= limit * whole for limit in (40, 60, 75, 90))
