"""The issuers' keys: found by name in a folder or a token, and the certificates to them.

`NAME.cert.pem` holds the certificate, then those above it; `NAME.key.pem` the private
key, or nothing where a token has it under the label NAME. A certificate without a key
is one of before: what it signed can still be checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.seals.pattern import Pattern
from certificates.seals.signers import signer_from

CERTIFICATE, PRIVATE = ".cert.pem", ".key.pem"


class KeyUnavailableError(RuntimeError):
    """The key of an issuer cannot be used now; nothing is issued unsigned instead."""


@dataclass(frozen=True)
class Key:
    """A signing key by its name, with the certificate that says whose it is."""

    name: str
    folder: Path

    @property
    def certificate_file(self) -> Path:
        return self.folder / f"{self.name}{CERTIFICATE}"

    @property
    def private_file(self) -> Path:
        return self.folder / f"{self.name}{PRIVATE}"

    @cached_property
    def chain(self) -> list[x509.Certificate]:
        """The certificate itself, then those above it."""
        return x509.load_pem_x509_certificates(self.certificate_file.read_bytes())

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        return self.chain[0].public_key()

    @property
    def organisation(self) -> str:
        """Whose key it is, as its certificate says."""
        subject = self.chain[0].subject
        named = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return str((named or list(subject))[0].value)

    @cached_property
    def fingerprint(self) -> bytes:
        return self.chain[0].public_bytes(Encoding.DER)

    @cached_property
    def signer(self) -> Signer:
        """What signs with it; raises KeyUnavailableError."""
        try:
            return signer_from(self.name, self.certificate_file, self.private_file)
        except Exception as error:
            raise KeyUnavailableError(
                _("Chưa dùng được khóa ký “%(name)s”: %(reason)s.")
                % {"name": self.name, "reason": error}
            ) from error

    @cached_property
    def pattern(self) -> Pattern:
        """Signs papers, all alike; raises KeyUnavailableError."""
        return Pattern(self.signer)


def key_named(name: str) -> Key:
    """The key of that name; raises KeyUnavailableError where its certificate is missing."""
    for key in known_keys():
        if key.name == name:
            return key
    raise KeyUnavailableError(
        _("Chưa dùng được khóa ký “%(name)s”: %(reason)s.")
        % {"name": name, "reason": _("không có chứng thư của khóa này")}
    )


def known_keys() -> list[Key]:
    """Every key of which there is a certificate, those of before too, by name."""
    folder = settings.CERTIFICATE_KEYS
    if not folder or not Path(folder).is_dir():
        return []
    files = sorted(Path(folder).glob(f"*{CERTIFICATE}"))
    return [_kept(f.name.removesuffix(CERTIFICATE), f.parent, _state(f)) for f in files]


def _state(certificate: Path) -> tuple[int, ...]:
    """Changes when the certificate or its private key is replaced, taken away or back.

    So a worker that still has a key in memory does not sign with one that is gone.
    """
    name = certificate.name.removesuffix(CERTIFICATE)
    private = certificate.with_name(f"{name}{PRIVATE}")
    return (*_stat(certificate), *_stat(private))


def _stat(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size


@lru_cache(maxsize=64)
def _kept(name: str, folder: Path, _state: tuple[int, ...]) -> Key:
    """One object for two files as long as neither changes: they are read once."""
    return Key(name, folder)


def store_of(keys: list[Key]) -> SimpleCertificateStore:
    """All certificates that may stand between a signature and one of these keys."""
    store = SimpleCertificateStore()
    for key in keys:
        store.register_multiple(load_certs_from_pemder([str(key.certificate_file)]))
    return store
