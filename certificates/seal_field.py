"""The field that holds a paper's signature, drawn with the paper.

Invisible, because a visible field breaks PDF/UA-1.
"""

from __future__ import annotations

import pydyf

from certificates.seal_place import blank

NAME = "Signature"
FLAGS = 132  # printed and locked: PDF/A wants every annotation to be printed
# Signatures that ISO 32000-1 does not know: PAdES, and keys on elliptic curves.
EXTENSIONS = (
    b"<</ESIC <</Type /DeveloperExtensions /BaseVersion /1.7 /ExtensionLevel 1>> "
    b"/ISO_ [<</Type /DeveloperExtensions /BaseVersion /2.0 /ExtensionLevel 32002 "
    b"/URL (https://www.iso.org/standard/45875.html) /ExtensionRevision (:2022)>>]>>"
)


class Blank(pydyf.Object):
    """The signature's dictionary: in the clear, where it can be filled later."""

    data = b""
    compressible = False

    def __init__(self, room: int) -> None:
        super().__init__()
        self.data = blank(room)


def add(pdf: pydyf.PDF, room: int) -> None:
    """Give a file an invisible field whose signature has that many hex digits."""
    signature = Blank(room)
    pdf.add_object(signature)
    page = next(thing for thing in pdf.objects if _is_page(thing))
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(NAME),
            "F": FLAGS,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "V": signature.reference,
        }
    )
    pdf.add_object(field)
    page["Annots"] = pydyf.Array([*page.get("Annots", ()), field.reference])
    fields = pydyf.Array([field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "SigFlags": 3})
    pdf.catalog["Perms"] = pydyf.Dictionary({"DocMDP": signature.reference})
    pdf.catalog["Extensions"] = EXTENSIONS
    pdf.catalog["Version"] = "/2.0"


def _is_page(thing: pydyf.Object) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/Page"
