import datetime as dt

import pytest

from accounts.formats import file_size, number, percent, points, vdate, vdatetime


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2022, 11, 30), "30/11/2022"),
        (dt.date(2023, 4, 5), "05/4/2023"),
        (dt.date(2022, 2, 1), "01/02/2022"),
    ],
)
def test_dates_follow_decree_30(day, written):
    assert vdate(day) == written


def test_times_are_local():
    moment = dt.datetime(2022, 11, 24, 2, 42, tzinfo=dt.UTC)
    assert vdatetime(moment) == "9 giờ 42, 24/11/2022"


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (186174, 646262, "28,81%"),
        (860, 872, "98,62%"),
        (0, 7, "0,00%"),
        (0, 0, "–"),
        (7, 7, "100,00%"),
    ],
)
def test_percentages_have_a_comma_and_no_space(part, whole, written):
    assert percent(part, whole) == written


def test_numbers_have_dots_for_thousands():
    assert number(646262) == "646.262"


@pytest.mark.parametrize(
    ("hundredths", "written"), [(100, "1"), (150, "1,5"), (1533, "15,33")]
)
def test_points_are_kept_in_hundredths(hundredths, written):
    assert points(hundredths) == written


def test_file_sizes_are_short():
    assert (file_size(86_400), file_size(1_240_000)) == ("86 KB", "1,2 MB")
