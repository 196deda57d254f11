from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from certificates import guilloche
from certificates.models import CertificateTemplate


@pytest.mark.parametrize("colour", CertificateTemplate.Colour.values)
def test_drawing__is_the_file_that_is_served(colour):
    """After a change: python -m certificates.guilloche"""
    served = Path(finders.find(f"img/{guilloche.file_of(colour)}"))
    assert served.read_text(encoding="utf-8") == guilloche.draw(colour)


def test_accents__read_on_paper_and_are_those_of_the_stylesheets():
    papers = Path(finders.find("css/pdf.css")).read_text(encoding="utf-8")
    screen = Path(finders.find("css/certificate.css")).read_text(encoding="utf-8")
    for accent in guilloche.ACCENTS.values():
        assert contrast(accent, guilloche.PAPER) >= 8
        assert f"--accent: {accent}" in papers
        assert f"--accent: {accent}" in screen


def contrast(one: str, other: str) -> float:
    """As WCAG 2 reckons it."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_drawing__is_small_enough_to_be_cheap():
    """Drawing thousands of points took half the time of a certificate."""
    assert len(guilloche.draw()) < 50_000
