"""Certificates: the issuers' keys, and how often strangers may ask about a paper."""

import os

# The issuers' signing keys: a folder, or a token (PKCS#11) for what it has no key of.
CERTIFICATE_KEYS = os.environ.get("CERTIFICATE_KEYS", "")
CERTIFICATE_KEY_PASSPHRASE = os.environ.get("CERTIFICATE_KEY_PASSPHRASE", "")
CERTIFICATE_PKCS11_LIBRARY = os.environ.get("CERTIFICATE_PKCS11_LIBRARY", "")
CERTIFICATE_PKCS11_TOKEN = os.environ.get("CERTIFICATE_PKCS11_TOKEN", "")
CERTIFICATE_PKCS11_PIN = os.environ.get("CERTIFICATE_PKCS11_PIN", "")
TIMESTAMP_URL = os.environ.get("TIMESTAMP_URL", "")
TIMESTAMP_SECONDS = int(os.environ.get("TIMESTAMP_SECONDS", "10"))

# What one address may ask in a minute; an office often shares one.
VERIFY_CODES_A_MINUTE = int(os.environ.get("VERIFY_CODES_A_MINUTE", "60"))
VERIFY_FILES_A_MINUTE = int(os.environ.get("VERIFY_FILES_A_MINUTE", "20"))
# Our own proxies in front: each has added the address that it saw to the header.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
