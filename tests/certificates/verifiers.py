"""Programs of others that verify credentials; they ask our pages, which stand for https."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from openbadgeslib.ob3 import OB3Verifier
from openvc import VerificationPolicy, verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.resolvers import default_status_list_resolver
from openvc.verify import VerificationResult

from certificates.credentials.integrity import CONTEXTS, context

NODE = Path(__file__).parent.parent / "credentials"
SITE = "https://tap-huan.example.vn"


def fetched(url: str) -> bytes:
    """What an anonymous GET of that address of ours brings; nothing else is reached."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == SITE, url
    response = Client().get(parts.path, secure=True)
    assert response.status_code == 200, (url, response.status_code)
    return response.content


def openvc(credential: dict) -> VerificationResult:
    """OpenVC: signature, issuer by did:web, status by a verified list of that issuer."""
    resolver = DidResolverRegistry(
        [DidWebResolver(lambda url: json.loads(fetched(url)))]
    )
    lists = default_status_list_resolver(
        resolver=resolver, fetch=lambda url: fetched(url).decode()
    )
    policy = VerificationPolicy(
        expected_types=["OpenBadgeCredential"], require_status_issuer_binding=True
    )
    return verify_credential(
        credential,
        policy=policy,
        resolver=resolver,
        resolve_status_list=lists,
        extra_contexts={url: context(url) for url in CONTEXTS},
    )


def openbadgeslib(token: str, issuer: str):
    """openbadgeslib: the structure of Open Badges 3.0, signature, dates and status."""
    verifier = OB3Verifier.for_issuer_did(issuer, download=fetched)
    return verifier.verify(token, check_status=True, download=fetched)


def digital_bazaar(credential: dict) -> dict:
    """@digitalbazaar/vc on Node: {"verified": …, "error": …}."""
    entry = credential["credentialStatus"]["statusListCredential"]
    issuer = credential["issuer"]["id"]
    documents = {
        entry: json.loads(fetched(entry)),
        issuer: json.loads(fetched(address_of(issuer))),
    }
    asked = json.dumps({"credential": credential, "documents": documents})
    node = subprocess.run(
        ["node", "verify.mjs"],
        cwd=installed(),
        input=asked.encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(node.stdout)


def address_of(did: str) -> str:
    """did:web says by itself where its document is."""
    return f"https://{did.removeprefix('did:web:').replace(':', '/')}/did.json"


@cache
def installed() -> Path:
    """The folder of the Node verifier, with its packages as they are locked."""
    npm = shutil.which("npm")
    lock, done = NODE / "package-lock.json", NODE / "node_modules" / ".done"
    if not (done.exists() and done.read_bytes() == lock.read_bytes()):
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run([npm, "ci", *quiet], cwd=NODE, check=True, capture_output=True)
        done.write_bytes(lock.read_bytes())
    return NODE
