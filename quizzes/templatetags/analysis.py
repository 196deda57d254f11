"""Figures of the item analysis in templates: `{% load analysis %}`."""

from fractions import Fraction

from django import template

from quizzes.analysis import chart, verdicts, words

register = template.Library()


@register.filter
def share(value: Fraction | None) -> str:
    """Of 1, as whole per cent; a dash where there is none."""
    return "–" if value is None else verdicts.shown(value)


@register.filter
def two_decimals(value: Fraction | None) -> str:
    return "–" if value is None else words.decimal(value)


@register.filter
def spent(seconds: Fraction | None) -> str:
    return "–" if seconds is None else words.spent(seconds)


@register.filter
def bar(part: int, whole: int) -> int:
    return chart.bar(part, whole)
