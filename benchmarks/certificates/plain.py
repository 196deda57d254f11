"""What the press is measured against: WeasyPrint for each paper, in two processes."""

from __future__ import annotations

import multiprocessing
import time

from django.db import connections

from certificates import pdf
from certificates.models import Certificate
from certificates.paper import Paper
from certificates.services import paper_of

PROCESSES = 2


def per_second(certificates: list[Certificate]) -> float:
    """Papers a second, unsigned, after one each to warm up."""
    papers = [paper_of(certificate) for certificate in certificates]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        pool.map(size_of, papers[:PROCESSES] * 2, chunksize=2)
        begun = time.perf_counter()
        pool.map(size_of, papers, chunksize=1)
        return len(papers) / (time.perf_counter() - begun)


def size_of(paper: Paper) -> int:
    return len(pdf.draw(paper))
