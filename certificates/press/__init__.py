"""The press: many papers of one class, each like the one WeasyPrint would draw alone.

A class lets hundreds of papers differ in five short texts and a QR code. WeasyPrint
lays out the first of them; its page is kept as a form, and for the others only these
texts are set, by WeasyPrint's own means. What a form cannot hold is drawn alone.
"""

from certificates.press.drawing import draw

__all__ = ["draw"]
