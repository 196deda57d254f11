"""Awards as they were made, and the register (sổ cấp) that numbers them.

A leaf that outlives courses: a certificate names no course, class or agency row,
only what was true, in words, on the day it was issued.
"""

from certificates.models.certificates import (
    OF_COURSES,
    Certificate,
    Kind,
    private_storage,
)
from certificates.models.credentials import Credential, StatusList
from certificates.models.entries import RegisterEntry
from certificates.models.issuers import Issuer
from certificates.models.notices import Notice
from certificates.models.register import Register
from certificates.models.requests import ReplacementRequest
from certificates.models.templates import CertificateTemplate

__all__ = [
    "OF_COURSES",
    "Certificate",
    "CertificateTemplate",
    "Credential",
    "Issuer",
    "Kind",
    "Notice",
    "Register",
    "RegisterEntry",
    "ReplacementRequest",
    "StatusList",
    "private_storage",
]
