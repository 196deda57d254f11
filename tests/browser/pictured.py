"""Questions as an office writes them: long sentences, and pictures of its papers."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from playwright.sync_api import Page
from wagtail.images import get_image_model

from questions.models import Question
from tests.questions.factories import ROWS, question

LONG = (
    "Trung tâm Phục vụ hành chính công huyện Châu Đức và Ủy ban nhân dân xã Nghĩa "
    "Thành phối hợp giải quyết hồ sơ liên thông trong thời hạn quy định"
)
ARRIVED = """() => Promise.all([...document.images].map(image => image.complete
    || new Promise(done => { image.onload = image.onerror = done; })))"""
LOADED = """() => [...document.images].map(image => ({
    loaded: image.naturalWidth > 0, words: image.alt,
    fits: image.getBoundingClientRect().right <= innerWidth }))"""


def picture(width: int, height: int):
    written = BytesIO()
    Canvas.new("RGB", (width, height), "#cde").save(written, "PNG")
    file = ImageFile(BytesIO(written.getvalue()), name=f"hinh-{width}.png")
    return get_image_model().objects.create(title="Sơ đồ", file=file)


def embed(image, alt: str) -> str:
    return f'<embed embedtype="image" id="{image.pk}" format="fullwidth" alt="{alt}"/>'


def pictured(shelf) -> list[Question]:
    """A question of each kind; each shows a wide picture, and explains with a tall one."""
    wide, tall = picture(1200, 500), picture(400, 1200)
    return [_pictured(kind, shelf, wide, tall) for kind in ROWS]


def _pictured(kind: str, shelf, wide, tall) -> Question:
    made = question(kind, shelf=shelf)
    raw = made.definition.get_prep_value()
    value = raw[0]["value"]
    value["text"] += f"<p>{LONG}?</p>" + embed(wide, "Sơ đồ bốn bước")
    value["explanation"] = f"<p>{LONG}.</p>" + embed(tall, "Mẫu giấy hẹn")
    if kind == "single":
        value["options"][1]["value"]["text"] = embed(tall, "Ba bước")
        value["options"][2]["value"]["text"] = f"<p>{LONG}</p>"
    made.definition = Question.definition.field.stream_block.to_python(raw)
    made.save()
    return Question.objects.get(pk=made.pk)


def check_pictures(page: Page, *, least: int) -> None:
    """Every picture has come, has words, and stays within the screen."""
    page.evaluate("document.querySelectorAll('details.fold').forEach(d => d.open = 1)")
    # They come as one scrolls; here they are asked for at once.
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.evaluate(ARRIVED)
    seen = page.evaluate(LOADED)
    assert len(seen) >= least
    assert all(one["loaded"] and one["words"] and one["fits"] for one in seen), seen
