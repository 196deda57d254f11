"""Pictures of frozen questions: our own copies, named after what is in them.

An image of the library may be replaced or deleted; what a learner saw in an attempt
may not. So a copy of the size that is served is kept in the default storage under the
hash of its bytes, and a definition names the copy. The name becomes an address only
when it is shown, so that the storage may move.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath
from time import monotonic

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError

from questions.kinds.rich import PLACE_OF_ALT

FOLDER = "questions"
SIZE = "max-800x800|preserve-svg"
SCHEME = "picture:"
NAMED = re.compile(r'src="picture:([0-9a-f]{64}\.[a-z0-9]{1,5})"')


def keep_pictures(ids: Iterable[int]) -> dict[int, str]:
    """The <img> of each image that exists, its copy kept; one query at most.

    The alternative text belongs to the place where a picture stands, so the tag has a
    place for it (`PLACE_OF_ALT`).
    """
    wanted = set(ids)
    if not wanted:
        return {}
    images = get_image_model().objects.filter(pk__in=wanted).order_by("pk")
    tags = {image.pk: _kept(image) for image in images}
    return {key: tag for key, tag in tags.items() if tag}


def shown(html: str) -> str:
    """The HTML of a definition with the addresses of its pictures."""
    if SCHEME not in html:
        return html
    return NAMED.sub(lambda match: f'src="{_address(match[1])}"', html)


def _address(name: str) -> str:
    return default_storage.url(f"{FOLDER}/{name}").replace('"', "%22")


TRUSTED = 3600.0  # seconds that a process takes a copy for granted
_tags: dict[tuple[int, str], tuple[float, str]] = {}


def _kept(image: AbstractImage) -> str:
    """Looked up once per process, image and content: a replaced file has a new hash.

    And again every hour: a copy that nothing showed may have been swept meanwhile.
    """
    key = (image.pk, image.file_hash or image.file.name)
    looked_up, tag = _tags.get(key, (0.0, ""))
    if not tag or monotonic() - looked_up > TRUSTED:
        try:
            tag = _tag(image.get_rendition(SIZE))
        except (SourceImageIOError, OSError):
            return ""  # the file is gone or broken; tried again the next time
        _tags[key] = (monotonic(), tag)
    return tag


def _tag(rendition: AbstractRendition) -> str:
    with rendition.file.open("rb") as file:
        content = file.read()
    suffix = PurePath(rendition.file.name).suffix.lower()
    name = f"{sha256(content).hexdigest()}{suffix}"
    if not default_storage.exists(f"{FOLDER}/{name}"):
        default_storage.save(f"{FOLDER}/{name}", ContentFile(content))
    return (
        f'<img src="{SCHEME}{name}" alt="{PLACE_OF_ALT}" width="{rendition.width}" '
        f'height="{rendition.height}" loading="lazy" decoding="async">'
    )
