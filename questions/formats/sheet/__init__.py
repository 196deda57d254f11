"""XLSX, for trainers who write questions in Excel: a sheet for each kind.

The headings are words of the file format, the same in every language of the
interface, so that a file written under one is read under another.
"""

from questions.formats.sheet.book import Sheet

__all__ = ["Sheet"]
