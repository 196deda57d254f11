"""Refusals of the register, each in a sentence for who asked."""


class RegisterRefusedError(ValueError):
    """The register does not take this line; the message says why."""


class RevocationRefusedError(RegisterRefusedError):
    """The certificate cannot be withdrawn."""


class ReplacementRefusedError(RegisterRefusedError):
    """The certificate cannot be replaced in this way."""
