"""What signs with a key: its file, or the token that has it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


def signer_from(name: str, certificates: Path, private: Path) -> Signer:
    """The signer of a key; raises whatever keeps its file or token from being read."""
    own, *above = load_certs_from_pemder([str(certificates)])
    if not private.exists():
        return _token(name, own, above)
    phrase = settings.CERTIFICATE_KEY_PASSPHRASE
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder(
            str(private), phrase.encode() if phrase else None
        ),
        cert_registry=SimpleCertificateStore.from_certs(above),
    )


def _token(name: str, own, above: list) -> Signer:
    if not settings.CERTIFICATE_PKCS11_LIBRARY:
        raise FileNotFoundError(f"{name}.key.pem")
    session = open_pkcs11_session(
        settings.CERTIFICATE_PKCS11_LIBRARY,
        token_criteria=TokenCriteria(label=settings.CERTIFICATE_PKCS11_TOKEN),
        user_pin=settings.CERTIFICATE_PKCS11_PIN,
    )
    # Raw: a token that hashes ECDSA input itself is the exception (SoftHSM does not).
    return PKCS11Signer(
        session,
        key_label=name,
        signing_cert=own,
        ca_chain=above,
        use_raw_mechanism=True,
    )
