"""Freezing in full: what is remembered, pictures, and what a result may tell."""

from io import BytesIO
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import Image as Canvas
from wagtail.images import get_image_model

from legal.models import LegalBasis
from questions import rendering
from questions.definitions import freeze, freeze_many, public, shuffled
from questions.kinds import Shows
from questions.models import Question
from tests.factories import LegalBasisFactory
from tests.questions.factories import (
    CITATION,
    EXPLANATION,
    ROWS,
    question,
    right_answer,
    wrong_answer,
)
from tests.questions.samples import SAMPLES

pytestmark = pytest.mark.django_db
ALT = 'Sơ đồ "một cửa" & liên thông'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def png(color: str, size: tuple[int, int] = (1200, 600)) -> bytes:
    written = BytesIO()
    Canvas.new("RGB", size, color).save(written, "PNG")
    return written.getvalue()


def picture(color: str = "red"):
    file = ImageFile(BytesIO(png(color)), name=f"{color}.png")
    return get_image_model().objects.create(title="Sơ đồ", file=file)


def embed(image, alt: str = ALT) -> str:
    escaped = alt.replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<p>Xem hình:</p><embed embedtype="image" id="{image.pk}" '
        f'format="fullwidth" alt="{escaped}"/><p>Mấy bước?</p>'
    )


def with_picture(image, **changes) -> Question:
    """A question whose text and first option show the image."""
    made = question(options=ROWS["single"]["options"], **changes)
    raw = made.definition.get_prep_value()
    raw[0]["value"]["text"] = embed(image)
    raw[0]["value"]["options"][0]["value"]["text"] = embed(image, "Hai bước")
    made.definition = Question.definition.field.stream_block.to_python(raw)
    made.save()
    return Question.objects.get(pk=made.pk)


def html_of(definition) -> str:
    shown = rendering.controls(public(definition), None)
    return render_to_string("questions/question.html", {"question": shown})


def test_freeze__shows_a_picture_of_a_served_width_with_its_words():
    html = html_of(freeze(with_picture(picture())))
    assert 'alt="Sơ đồ &quot;một cửa&quot; &amp; liên thông"' in html
    assert 'alt="Hai bước"' in html
    assert 'width="800" height="400" loading="lazy"' in html
    assert html.count('src="/media/questions/') == 2
    assert "picture:" not in html


def test_freeze__keeps_the_picture_when_the_image_is_deleted():
    image = picture()
    made = with_picture(image)
    frozen = freeze(made)
    image.delete()
    names = default_storage.listdir("questions")[1]
    assert len(names) == 1
    assert f"picture:{names[0]}" in frozen["text"]
    assert (
        freeze(made)["text"]
        == "<p>Xem hình:</p>["
        + ALT.replace("&", "&amp;").replace('"', "&quot;")
        + "]<p>Mấy bước?</p>"
    )


def test_freeze__keeps_the_old_picture_beside_one_that_took_its_place():
    image = picture("red")
    made = with_picture(image)
    before = freeze(made)
    image.file = ImageFile(BytesIO(png("blue")), name="blue.png")
    image.save()
    image.renditions.all().delete()
    after = freeze(Question.objects.get(pk=made.pk))
    assert before["text"] != after["text"]
    assert len(default_storage.listdir("questions")[1]) == 2


def test_freeze_many__asks_once_for_all_pictures(django_assert_num_queries):
    made = [with_picture(picture(color)) for color in ("red", "green", "blue")]
    made += [question(kind) for kind in ROWS]
    freeze_many(made)
    rows = Question.objects.filter(pk__in=[q.pk for q in made])
    loaded = list(rows.prefetch_related("legal_bases"))
    with django_assert_num_queries(1):
        again = freeze_many(loaded)
    assert again == [freeze(q) for q in loaded]


def test_freeze_many__without_pictures_asks_nothing(django_assert_num_queries):
    made = [question(kind) for kind in ROWS]
    rows = Question.objects.filter(pk__in=[q.pk for q in made])
    loaded = list(rows.prefetch_related("legal_bases"))
    with django_assert_num_queries(0):
        freeze_many(loaded)


def test_freeze__what_is_remembered_is_never_stale():
    basis = LegalBasisFactory(number="42/2022/NĐ-CP", title="Cũ")
    made = question(legal=[basis.code])
    first = freeze(made)
    LegalBasis.objects.filter(pk=basis.pk).update(title="Mới")
    made.citation = "Điều 8"
    raw = made.definition.get_prep_value()
    raw[0]["value"]["text"] = "<p>Lời mới?</p>"
    made.definition = Question.definition.field.stream_block.to_python(raw)
    made.save()  # no revision, no publishing: the row alone
    second = freeze(Question.objects.get(pk=made.pk))
    assert first["legal"][0]["title"] == "Cũ"
    assert second["legal"][0]["title"] == "Mới"
    assert second["citation"] == "Điều 8"
    assert second["text"] == "Lời mới?"


def test_freeze__what_is_remembered_belongs_to_nobody():
    made = question()
    freeze(made)["options"].clear()
    assert len(freeze(made)["options"]) == len(ROWS["single"]["options"])


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_freeze__in_an_order_is_freezing_then_shuffling(kind):
    made = question(kind)
    assert freeze(made, Random(5)) == shuffled(freeze(made), Random(5))


def test_shuffled__gives_every_attempt_its_own_order():
    frozen = freeze(question())
    orders = {
        tuple(o["id"] for o in shuffled(frozen, Random(seed))["options"])
        for seed in range(30)
    }
    assert len(orders) == 6


@pytest.mark.parametrize("alt", ["", "  "])
def test_clean__refuses_a_picture_without_words(alt):
    stream = Question.definition.field.stream_block
    raw = question().definition.get_prep_value()
    raw[0]["value"]["text"] = embed(picture(), alt)
    with pytest.raises(ValidationError) as caught:
        stream.clean(stream.to_python(raw))
    said = caught.value.block_errors[0].block_errors["text"].messages
    assert "chữ thay thế" in said[0]


FEEDBACK = [
    {"text": "Hai", "correct": True, "feedback": "Đúng, theo khoản 1."},
    {"text": "Ba", "feedback": "Nhầm với quy định cũ."},
    {"text": "Bốn", "feedback": "Nhầm với dự thảo."},
]


def told(definition, answer, **hidden) -> str:
    result = rendering.outcome(definition, answer, Shows(**hidden))
    return render_to_string("questions/outcome.html", {"result": result})


def test_outcome__says_to_each_option_what_its_author_wrote():
    frozen = freeze(question(options=FEEDBACK))
    html = told(frozen, wrong_answer(frozen))
    assert all(option["feedback"] in html for option in FEEDBACK)


def test_outcome__without_the_key_speaks_of_the_chosen_option_alone():
    frozen = freeze(question(options=FEEDBACK))
    chosen = {"choice": frozen["options"][1]["id"]}
    html = told(frozen, chosen, key=False)
    assert "Nhầm với quy định cũ." in html
    assert "Đúng, theo khoản 1." not in html
    assert "Nhầm với dự thảo." not in html


@pytest.mark.parametrize("sample", sorted(SAMPLES))
def test_outcome__without_the_key_is_the_same_whatever_the_key_is(sample):
    definition = SAMPLES[sample]
    answer = wrong_answer(definition)
    assert told(definition, answer, key=False, explanation=False) == told(
        OTHER_KEY[definition["kind"]](definition),
        answer,
        key=False,
        explanation=False,
    )


OTHER_KEY = {
    "single": lambda d: d | {"key": "a2"},
    "multiple": lambda d: d | {"key": ["a2"]},
    "true_false": lambda d: d | {"key": True},
    "numeric": lambda d: d | {"value": "7", "tolerance": "3"},
    "short_answer": lambda d: d | {"accepted": ["khác"]},
    "ordering": lambda d: d | {"key": ["a1", "a2", "a3"]},
    "matching": lambda d: d | {"key": {"l1": "r3", "l2": "r3"}},
    "fill_in": lambda d: d | {"gaps": [g | {"accepted": ["7"]} for g in d["gaps"]]},
    "essay": lambda d: d | {"rubric": [], "guide": "Khác"},
}


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_outcome__leaves_out_what_is_not_shown(kind):
    frozen = freeze(question(kind))
    hidden = told(
        frozen, right_answer(frozen), explanation=False, source=False, key=False
    )
    assert EXPLANATION not in hidden
    assert CITATION not in hidden
    assert "Đáp án" not in hidden
    assert EXPLANATION in told(frozen, None, key=False)
    assert CITATION in told(frozen, None, key=False)
