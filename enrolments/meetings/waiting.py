"""Paper lists that a person may read and decide."""

from __future__ import annotations

from django.db.models import F, QuerySet

from enrolments.models import AttendanceSheet, Enrolment, Meeting


def sheets_within(
    meeting: Meeting, enrolments: QuerySet[Enrolment]
) -> list[AttendanceSheet]:
    """Those all of whose people are among the enrolments; what waits comes first.

    One with a neighbour's learner in it does not exist for who asks.
    """
    sheets = list(
        meeting.sheets.select_related("entered_by", "decided_by").order_by(
            F("decided_at").desc(nulls_first=True), "-entered_at"
        )
    )
    asked = {uid for sheet in sheets for uid in sheet.rows}
    found = enrolments.filter(uid__in=asked).values_list("uid", flat=True)
    open_to = {str(uid) for uid in found}
    return [sheet for sheet in sheets if set(sheet.rows) <= open_to]
