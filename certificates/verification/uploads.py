"""A file handed in to be checked: held in memory, bounded, and dropped with the request."""

from __future__ import annotations

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

LIMIT = 2_000_000  # bytes; a paper of ours has 120 KB at most
AROUND = 4096  # what a form adds around the file
DRAINED = 16 * 2**20  # so much is read to its end, for a browser to show our answer


class RefusedUploadError(ValueError):
    """What was handed in is not looked at; `problem` says why, `status` is for HTTP."""

    def __init__(self, problem: str, status: int) -> None:
        super().__init__(problem)
        self.problem, self.status = problem, status


def handed_in(request: HttpRequest) -> bytes:
    """The bytes of the form's file; raises RefusedUploadError."""
    said = request.META.get("CONTENT_LENGTH") or ""
    length = int(said) if said.isdecimal() else 0
    if length > LIMIT + AROUND:
        _drain(request, length)
        raise RefusedUploadError("too_big", 413)
    # The one handler there is: nothing is ever written to a disk.
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise RefusedUploadError("no_file", 400)
    return file.read()


def _drain(request: HttpRequest, length: int) -> None:
    if length <= DRAINED:
        while request.read(2**16):
            pass
