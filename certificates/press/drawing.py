"""Choosing the form for a paper, or drawing it alone."""

from __future__ import annotations

import logging
from collections import OrderedDict

from certificates import pdf, printing
from certificates.paper import Paper
from certificates.press.form import Form, Unfit
from certificates.press.lines import Lines

log = logging.getLogger(__name__)

KEPT = 24  # forms of a process: some 250 KB each, of a dozen classes at a time
Shape = tuple[tuple[str, int], ...]
Key = tuple[str, int, Shape]

_forms: OrderedDict[Key, Form | None] = OrderedDict()
_guides: OrderedDict[tuple[str, int], Form | None] = OrderedDict()


def draw(paper: Paper) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1, the same page and text as `pdf.draw` gives.

    Raises pdf.DoesNotFit instead of clipping.
    """
    with printing.LOCK:
        try:
            return _filled(paper)
        except Unfit as reason:
            log.info("%s is drawn alone: %s", paper.serial, reason)
            return pdf.draw(paper)


def _filled(paper: Paper) -> bytes:
    for size in pdf.SIZES:
        guide = _guide(paper, size)
        lines = guide.lines_of(paper)
        form = _form(paper, size, lines)
        if form.fits:
            return form.filled(paper, lines)
    raise pdf.DoesNotFit(paper.serial)


def _guide(paper: Paper, size: int) -> Form:
    """Any form of the class in that size: it knows how wide each text may be."""
    key = (paper.shared, size)
    if key not in _guides:
        _keep(_guides, key, Form(paper, size))
    return _guides[key]


def _form(paper: Paper, size: int, lines: Lines) -> Form:
    shape = tuple((name, len(texts)) for name, texts in lines.items())
    key = (paper.shared, size, shape)
    if key not in _forms:
        guide = _guides[paper.shared, size]
        same = guide.shape == shape
        _keep(_forms, key, guide if same else Form(paper, size))
    form = _forms[key]
    if form.shape != shape:
        raise Unfit("its lines break otherwise than measured")
    return form


def _keep(kept: OrderedDict, key: tuple, form: Form) -> None:
    kept[key] = form
    while len(kept) > KEPT:
        kept.popitem(last=False)
