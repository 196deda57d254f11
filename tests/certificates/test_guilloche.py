from pathlib import Path

from django.contrib.staticfiles import finders

from certificates import guilloche


def test_drawing__is_the_file_that_is_served():
    """After a change: python -m certificates.guilloche > static/img/guilloche.svg"""
    served = Path(finders.find("img/guilloche.svg"))
    assert served.read_text(encoding="utf-8") == guilloche.draw()


def test_drawing__is_small_enough_to_be_cheap():
    """Drawing thousands of points took half the time of a certificate."""
    assert len(guilloche.draw()) < 50_000
