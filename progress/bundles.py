"""Papers of many people as one file: a ZIP with their names, or one PDF to print."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from unicodedata import normalize

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate
from enrolments.models import Enrolment
from progress.lists import Scope

ENDINGS = ("zip", "pdf")
STEP = 20  # papers between two looks at the clock of progress
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')  # in file names, for Windows too
Note = Callable[[int], None]


class PaperGone(Exception):
    """The file of a certificate is not where the row says; the message names it."""


def papers_of(scope: Scope) -> QuerySet[Certificate]:
    """The valid papers of whom the unit answers for, in the order of lists."""
    rows = Enrolment.objects.within(scope.unit.agency, on=scope.filters.on)
    if scope.group:
        rows = rows.filter(training_class=scope.group)
    ready = Certificate.objects.ready().filter(award__in=rows.values("uid"))
    return ready.select_related("register").order_by("holder__sort_key", "number", "pk")


def write_bundle(
    papers: QuerySet[Certificate],
    ending: str,
    file: IO[bytes],
    *,
    title: str,
    note: Note,
) -> None:
    """Write them into a file, one after the other; raises PaperGone."""
    if ending == "zip":
        write_zip(papers, file, note)
    else:
        write_joint(papers, file, title, note)


def write_zip(papers: QuerySet[Certificate], file: IO[bytes], note: Note) -> None:
    """Each signed file as it was issued; nothing is gained by compressing a PDF."""
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for paper, content in _read(papers, note):
            name = file_name(paper, taken)
            taken.add(name)
            day = timezone.localtime(paper.issued_at).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, day), content)


def write_joint(
    papers: QuerySet[Certificate], file: IO[bytes], title: str, note: Note
) -> None:
    """A copy to print: the pages of the files, without their signatures."""
    from certificates.joining import Joint  # pyHanko takes a second to load

    joint = Joint(file, title=title)
    for _paper, content in _read(papers, note):
        joint.add(content)
    joint.end()


def file_name(paper: Certificate, taken: set[str]) -> str:
    """0412-2022 Nguyễn Thị Ẩn.pdf; with the issuer where two would have one name."""
    number = f"{paper.number:04d}-{paper.register.year}"
    name = " ".join(FORBIDDEN.sub(" ", paper.facts["name"]).split())
    found = normalize("NFC", f"{number} {name}.pdf")
    if found in taken:
        found = f"{found.removesuffix('.pdf')} ({paper.serial.replace('/', '-')}).pdf"
    return found


def _read(
    papers: QuerySet[Certificate], note: Note
) -> Iterator[tuple[Certificate, bytes]]:
    for done, paper in enumerate(papers.iterator(chunk_size=100), start=1):
        try:
            with paper.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as error:
            sentence = _("Thiếu tệp của giấy số %(serial)s. Hãy báo quản trị viên.")
            raise PaperGone(sentence % {"serial": paper.serial}) from error
        yield paper, content
        if done % STEP == 0:
            note(done)
