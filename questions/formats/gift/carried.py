"""The comment `// lms: {…}` before a question: all of the draft, for the way back.

Other programs skip it. It counts while what is visible below it is as we wrote it;
when a person has edited that, the visible part wins and the comment gives only what
GIFT cannot show. A comment may have been edited too, so nothing in it is trusted.
"""

import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256

from questions.formats import records
from questions.formats.draft import QuestionDraft
from questions.formats.gift.source import embedded_pictures, picture_key
from questions.formats.gift.syntax import Block, protect, restore

PREFIX = "// lms:"
INLINE = "base64,"

Comments = tuple[str, ...]


def is_carried(line: str) -> bool:
    return line.startswith(PREFIX)


def fingerprint(visible: str, comments: Comments) -> str:
    """The same for a text that differs only in white space at the ends of lines."""
    lines = [line for line in comments if not is_carried(line)]
    lines += [line.strip() for line in visible.split("\n")]
    text = "\n".join(line for line in lines if line)
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]


def _kept_pictures(draft: QuestionDraft, visible: str) -> dict[str, str]:
    """The key of what is visible anyway, the bytes of what is not."""
    seen = embedded_pictures(restore(protect(visible)))
    keys = {name: picture_key(content) for name, content in draft.pictures.items()}
    return {
        name: key if key in seen else INLINE + b64encode(draft.pictures[name]).decode()
        for name, key in keys.items()
    }


def pack(draft: QuestionDraft, visible: str, comments: Comments) -> str:
    """The comment line of a draft whose visible part is known."""
    record = records.packed(draft) | {
        "hash": fingerprint(visible, comments),
        "pictures": _kept_pictures(draft, visible),
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    for word in ("id:", "tag:"):  # Moodle looks for these marks in comments
        text = text.replace(f"[{word}", f"\\u005b{word}")
    return f"{PREFIX} {unicodedata.normalize('NFC', text)}"


def _record(line: str) -> records.Record:
    return records.typed(dict)(json.loads(line.removeprefix(PREFIX)))


def is_untouched(line: str, block: Block) -> bool:
    """Whether the visible part is still the one this comment was written for."""
    return _record(line).get("hash") == fingerprint(block.visible, block.comments)


def _pictures(record: records.Record, found: Mapping[str, bytes]) -> dict[str, bytes]:
    """Pictures by the name in the draft, from the visible part or the comment."""
    pictures = {}
    for name, key in records.typed(dict)(record.get("pictures")).items():
        if records.text(key).startswith(INLINE):
            pictures[name] = b64decode(key.removeprefix(INLINE), validate=True)
        elif key in found:
            pictures[name] = found[key]
    return pictures


def unpack(line: str, pictures: Mapping[str, bytes]) -> QuestionDraft | None:
    """The draft of a comment, None when it is broken.

    `pictures` are those embedded in the visible part, by `picture_key`.
    """
    try:
        record = _record(line)
        return records.unpacked(record, _pictures(record, pictures))
    except (ValueError, RecursionError):
        return None
