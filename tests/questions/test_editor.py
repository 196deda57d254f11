"""The editor in /cms/: a picture and a text with gaps, from the form to the learner."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image as Canvas
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from questions.definitions import freeze
from questions.models import Question
from tests.factories import UserFactory
from tests.questions.factories import category

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_questions_question:add"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def items(values: list[dict]) -> dict:
    """A ListBlock's fields as the form names them."""
    rows = {
        str(n): {"value": value, "order": str(n), "deleted": "", "id": ""}
        for n, value in enumerate(values)
    }
    return {"count": str(len(values)), **rows}


def posted(kind: str, value: dict, **fields: str) -> dict:
    data = {
        "definition": streamfield([(kind, value)]),
        "code": "",
        "category": str(category().pk),
        "difficulty": "2",
        "tags": "",
        "citation": "",
        "action-publish": "1",
    }
    return nested_form_data(data | fields)


def with_image(image_id: int, alt: str) -> str:
    """What Draftail posts for a text with a picture under it."""
    entity = {"type": "IMAGE", "mutability": "IMMUTABLE"}
    data = {"id": image_id, "src": "", "alt": alt, "format": "fullwidth"}
    blocks = [
        {"key": "a", "text": "Đây là mẫu nào?", "type": "unstyled", "depth": 0},
        {"key": "b", "text": " ", "type": "atomic", "depth": 0},
    ]
    ranges = [[], [{"offset": 0, "length": 1, "key": 0}]]
    filled = [
        block | {"inlineStyleRanges": [], "entityRanges": found}
        for block, found in zip(blocks, ranges, strict=True)
    ]
    return json.dumps({"blocks": filled, "entityMap": {"0": entity | {"data": data}}})


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    written = BytesIO()
    Canvas.new("RGB", (40, 30), "red").save(written, "PNG")
    file = ImageFile(BytesIO(written.getvalue()), name="mau.png")
    return get_image_model().objects.create(title="Mẫu 01", file=file)


def test_add__offers_every_kind(editor):
    html = editor.get(reverse(ADD)).content.decode()
    for label in ["Điền chỗ trống", "Tự luận", "Chấm từng phần", "Hướng dẫn chấm"]:
        assert label in html or label.encode("unicode-escape").decode() in html


def test_add__a_text_with_gaps(editor):
    gaps = [
        {"mode": "text", "accepted": items(["trực tuyến"]), "wrong": items([])},
        {"mode": "choice", "accepted": items(["toàn trình"])}
        | {"wrong": items(["một phần"])},
    ]
    value = {
        "text": rich_text("<p>Nộp [[1]] theo mức [[2]].</p>"),
        "gaps": items([gap | {"tolerance": "0", "is_folded": "on"} for gap in gaps]),
        "explanation": rich_text(""),
    }
    response = editor.post(reverse(ADD), posted("fill_in", value))
    assert response.status_code == 302, errors_of(response)
    made = Question.objects.get()
    assert made.live
    assert [g["mode"] for g in freeze(made)["gaps"]] == ["text", "choice"]


def errors_of(response) -> list[str]:
    html = response.content.decode()
    return re.findall(r"error-message[^>]*>(.*?)</", html, re.DOTALL)


def picture_question(image, alt: str) -> dict:
    options = [{"text": "Mẫu 01", "is_right": "on"}, {"text": "Mẫu 02"}]
    return {
        "text": with_image(image.pk, alt),
        "options": items(
            [
                option | {"text": rich_text(option["text"]), "feedback": rich_text("")}
                for option in options
            ]
        ),
        "explanation": rich_text(""),
    }


def test_add__a_picture_with_words(editor, image):
    value = picture_question(image, "Mẫu giấy tiếp nhận")
    response = editor.post(reverse(ADD), posted("single", value))
    assert response.status_code == 302, errors_of(response)
    text = freeze(Question.objects.get())["text"]
    assert text.startswith('<p>Đây là mẫu nào?</p><img src="picture:')
    assert 'alt="Mẫu giấy tiếp nhận"' in text


def test_add__a_picture_without_words_is_not_published(editor, image):
    response = editor.post(reverse(ADD), posted("single", picture_question(image, "")))
    assert response.status_code == 200
    assert not Question.objects.exists()
