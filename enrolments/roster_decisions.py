"""Decisions about rows of a roster as a file: what the wizard's pages ask, in three columns."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from agencies.tables import Line, RowError, read_file, read_table
from agencies.workbooks import UnusableFileError
from enrolments.models import RosterImport
from enrolments.rosters.decisions import EDITABLE, NEWCOMER
from enrolments.services.roster_import import Correction, person_in_reach
from enrolments.services.roster_import.verdicts import Verdict

HEADINGS = {"row": ["dòng"], "column": ["cột"], "value": ["giá trị"]}
PERSON, SKIP, STAYS = "person", "skip", "stays"


def read_decisions(path: Path, roster: RosterImport) -> dict[str, Correction]:
    """What the file decides about the rows of a planned roster.

    Raises UnusableFileError, naming file, row and column of what makes no sense: a
    decision that was not understood must not be passed over.
    """
    table = read_table(read_file(path), columns=HEADINGS, required=list(HEADINGS))
    reader = DecisionReader(roster)
    try:
        for line in table.lines:
            reader.read(line)
    except RefusedError as error:
        column, words = error.args
        place = RowError(line.row, column, words, file=path.name)
        raise UnusableFileError(str(place)) from error
    return reader.corrections()


class RefusedError(ValueError):
    """A line that makes no sense: its column, and why."""


class DecisionReader:
    """Collects the lines of a file by the row of the roster they speak of."""

    def __init__(self, roster: RosterImport) -> None:
        self.roster = roster
        self.rows = {row["key"] for row in roster.plan if row["row"]}
        self.missing = {
            row["staff_code"].casefold(): row["key"]
            for row in roster.plan
            if row["verdict"] == Verdict.LEFT
        }
        self.cells: dict[str, dict[str, str]] = {}
        self.who: dict[str, str] = {}
        self.skipped: set[str] = set()

    def read(self, line: Line) -> None:
        column, value = line.text("column"), line.text("value")
        if column == STAYS:
            self.skipped.add(self.leaver(value))
            return
        key = self.row(line.text("row"))
        if column == SKIP:
            self.skipped.add(key)
        elif column == PERSON:
            self.who[key] = self.person(value)
        elif column in EDITABLE:
            self.cells.setdefault(key, {})[column] = value
        else:
            raise RefusedError(
                "column",
                _("Viết một trong: %(names)s.")
                % {"names": ", ".join([*EDITABLE, PERSON, SKIP, STAYS])},
            )

    def row(self, said: str) -> str:
        if said not in self.rows:
            raise RefusedError("row", _("Danh sách không có dòng này."))
        return said

    def leaver(self, code: str) -> str:
        if code.casefold() not in self.missing:
            raise RefusedError("value", _("Không có người này trong số rời đơn vị."))
        return self.missing[code.casefold()]

    def person(self, said: str) -> str:
        if said == NEWCOMER:
            return said
        person = person_in_reach(self.roster, said)
        if person is None:
            raise RefusedError(
                "value", _("Không có người mang mã này trong phạm vi của danh sách.")
            )
        return str(person.pk)

    def corrections(self) -> dict[str, Correction]:
        keys = [*self.cells, *self.who, *self.skipped]
        return {
            key: Correction(
                cells=self.cells.get(key, {}),
                who=self.who.get(key),
                skip=key in self.skipped or None,
            )
            for key in dict.fromkeys(keys)
        }
