"""Awards as they were made, and the register (sổ cấp) that numbers them.

A leaf that outlives courses: a certificate names no course, class or agency row,
only what was true, in words, on the day it was issued.
"""

from certificates.models.certificates import Certificate, Kind, private_storage
from certificates.models.entries import RegisterEntry
from certificates.models.issuers import Issuer
from certificates.models.register import Register
from certificates.models.templates import CertificateTemplate

__all__ = [
    "Certificate",
    "CertificateTemplate",
    "Issuer",
    "Kind",
    "Register",
    "RegisterEntry",
    "private_storage",
]
