"""Vietnamese figures and dates in templates: `{% load vi %}`."""

from datetime import date, datetime

from django import template

from accounts import formats

register = template.Library()


@register.filter
def vdate(day: date | None) -> str:
    return formats.vdate(day) if day else ""


@register.filter
def long_date(day: date | None) -> str:
    return formats.long_date(day) if day else ""


@register.filter
def weekday(day: date | None) -> str:
    return formats.weekday(day) if day else ""


@register.filter
def duration(minutes: int) -> str:
    return formats.duration(minutes)


@register.filter
def vtime(moment: datetime | None) -> str:
    return formats.vtime(moment) if moment else ""


@register.filter
def vdatetime(moment: datetime | None) -> str:
    return formats.vdatetime(moment) if moment else ""


@register.filter
def vnumber(value) -> str:
    return formats.number(value) if value is not None else ""


@register.filter
def percent(part: int, whole: int) -> str:
    return formats.percent(part, whole)


@register.filter
def whole_percent(part: int, whole: int) -> str:
    return formats.percent(part, whole, places=0)


@register.filter
def points(hundredths: int | None) -> str:
    return formats.points(hundredths) if hundredths is not None else ""


@register.filter
def file_size(octets: int) -> str:
    return formats.file_size(octets)
