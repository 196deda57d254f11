"""Figures and dates as Vietnamese offices write them.

Dates follow Annex I of Decree 30/2020: a zero only before days under 10 and before
months 1 and 2. Percentages have a decimal comma and no space.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WEEKDAYS = [
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
]


def vdate(day: date) -> str:
    """30/11/2022, 05/4/2023, 01/02/2022."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def long_date(day: date) -> str:
    """ngày 30 tháng 11 năm 2022, as documents end."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def weekday(day: date) -> str:
    """Thứ Ba, Chủ nhật: written out, as documents write them."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return str(WEEKDAYS[day.weekday()])


def duration(minutes: int) -> str:
    """45 phút, 5 giờ 35 phút, 2 giờ."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)d phút") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d giờ") % {"hours": hours}
    return gettext("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": rest}


def vtime(moment: datetime) -> str:
    """9 giờ 42."""
    local = timezone.localtime(moment)
    return gettext("%(hour)d giờ %(minute)02d") % {
        "hour": local.hour,
        "minute": local.minute,
    }


def vdatetime(moment: datetime) -> str:
    """9 giờ 42, 24/11/2022."""
    return f"{vtime(moment)}, {vdate(moment)}"


def number(value: int | Decimal) -> str:
    """1534 as 1.534; decimals with a comma."""
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def measured(value: Decimal, unit: str) -> str:
    """28,81% and 1.534 dịch vụ."""
    plain = value.quantize(1) if value == value.to_integral() else value.normalize()
    return f"{number(plain)}{unit if unit == '%' else f' {unit}'}"


def percent(part: int, whole: int, places: int = 2) -> str:
    """Share of `whole` as 28,81%; an empty whole has no percentage."""
    if not whole:
        return "–"
    share = (Decimal(100) * part / whole).quantize(
        Decimal(10) ** -places, ROUND_HALF_UP
    )
    return number(share) + "%"


def points(hundredths: int) -> str:
    """Points kept in hundredths: 100 as 1, 150 as 1,5."""
    return (
        number(Decimal(hundredths) / 100)
        if hundredths % 100
        else number(hundredths // 100)
    )


def file_size(octets: int) -> str:
    """86 KB, 1,2 MB."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} KB"
    return f"{number(Decimal(octets).scaleb(-6).quantize(Decimal('0.1')))} MB"
