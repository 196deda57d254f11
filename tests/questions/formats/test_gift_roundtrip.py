"""What we export as GIFT we import again without loss; what is edited wins."""

import os
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from questions.formats.draft import QuestionDraft, UnusableFile
from questions.formats.gift import Gift
from tests.questions.factories import steady
from tests.questions.formats.strategies import drafts, files, png
from tests.questions.formats.test_gift import EXAMPLES

ROUNDS = 1500 if os.environ.get("SOAK") else 40
SHOWN = (
    "single",
    "multiple",
    "true_false",
    "numeric",
    "short_answer",
    "matching",
    "essay",
)
COMMON = {"text": "<p>Hỏi?</p>", "explanation": "<p>vì</p>"}


def export(draft: QuestionDraft) -> str:
    content, _items = Gift().write([draft])
    return content.decode()


def read(text: str) -> QuestionDraft:
    (item,) = Gift().read(text.encode())
    assert item.draft is not None, item.refusal
    return item.draft


@settings(steady, max_examples=60)
@given(files(most=3))
def test_export__read_again_is_the_same(written):
    content, items = Gift().write(written)
    assert not [item for item in items if item.refusal]
    found = Gift().read(content)
    assert [(item.refusal, item.losses) for item in found] == [("", ())] * len(written)
    assert [item.draft for item in found] == written


@settings(steady, max_examples=20)
@given(files(most=2))
def test_export__saved_by_another_editor_is_the_same(written):
    content, _items = Gift().write(written)
    text = content.decode().replace("\n", " \r\n")
    found = Gift().read(text.encode("utf-16"))
    assert [item.draft for item in found] == written


def _visible_only(draft: QuestionDraft) -> QuestionDraft:
    lines = [line for line in export(draft).split("\n") if not line.startswith("//")]
    return read("\n".join(lines))


@settings(steady, max_examples=60)
@given(drafts(SHOWN, has_pictures=False))
def test_export__what_others_read_is_the_question(draft):
    """Without our comment: everything but what GIFT has no words for."""
    seen = _visible_only(draft)
    hidden = {"unit", "is_folded", "is_partial", "rubric", "guide", "max_words"}
    assert seen.kind == draft.kind
    for name in set(draft.value) - hidden:
        assert seen.value[name] == draft.value[name], name


@settings(steady, max_examples=20)
@given(drafts(("single", "true_false", "essay")))
def test_export__pictures_are_in_what_others_read(draft):
    seen = _visible_only(draft)
    shown = {
        content
        for name, content in draft.pictures.items()
        if f"picture:{name}" in str(draft.value | {"guide": ""})
    }
    assert set(seen.pictures.values()) == shown


def _options(*texts: str) -> list[dict]:
    return [
        {"text": f"<p>{text}</p>", "is_right": n == 0, "feedback": ""}
        for n, text in enumerate(texts)
    ]


def _draft(kind: str, **value) -> QuestionDraft:
    return QuestionDraft(
        code="X-1", kind=kind, value=COMMON | value, citation="Điều 3", tags=("phí",), difficulty=3
    )  # fmt: skip


def test_edited_after_export__the_visible_part_wins_and_the_rest_stays():
    draft = _draft("single", options=_options("cũ", "khác"))
    head, _sep, visible = export(draft).rpartition("\n::")
    seen = read(f"{head}\n::{visible.replace('cũ', 'mới')}")
    assert seen.value["options"][0]["text"] == "<p>mới</p>"
    assert replace(seen, value=draft.value) == draft


def test_edited_after_export__what_gift_cannot_show_stays():
    rubric = [{"name": "Đủ ý", "weight": 60}]
    guide = '<p><img src="picture:a.png" alt="a"></p>'
    draft = replace(
        _draft("essay", rubric=rubric, guide=guide, max_words=200),
        pictures={"a.png": png(1)},
    )
    head, _sep, visible = export(draft).rpartition("\n::")
    seen = read(f"{head}\n::{visible.replace('Hỏi', 'Viết')}")
    assert seen.value == draft.value | {"text": "<p>Viết?</p>"}
    assert seen.pictures == draft.pictures


def test_edited_after_export__steps_and_gaps_come_back():
    ordering = _draft("ordering", items=["Một", "Hai"], is_partial=True)
    head, _sep, visible = export(ordering).rpartition("\n::")
    seen = read(f"{head}\n::{visible.replace('Hai', 'Hai mốt')}")
    assert seen.value == ordering.value | {"items": ["Một", "Hai mốt"]}

    gap = {"mode": "text", "wrong": [], "tolerance": Decimal(0), "is_folded": False}
    gaps = [gap | {"accepted": ["a", "aa"]}, gap | {"accepted": ["b"]}]
    fill_in = _draft("fill_in", gaps=gaps)
    fill_in = replace(fill_in, value=fill_in.value | {"text": "<p>[[1]] và [[2]]</p>"})
    head, _sep, visible = export(fill_in).rpartition("\n::")
    seen = read(f"{head}\n::{visible.replace('-> b', '-> c')}")
    assert [gap["accepted"] for gap in seen.value["gaps"]] == [["a", "aa"], ["c"]]
    assert seen.value["text"] == "<p>[[1]] và [[2]]</p>"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.534", "1534"), ("28,81", "28.81"), ("1.5", "1.5"), ("-3", "-3")],
)
def test_export__a_gap_with_a_number_is_written_as_an_office_reads_it(typed, number):
    gap = {"mode": "number", "accepted": [typed], "wrong": [], "is_folded": True}
    draft = _draft("fill_in", gaps=[gap | {"tolerance": Decimal(0)}])
    draft = replace(draft, value=draft.value | {"text": "<p>Là [[1]] đó.</p>"})
    text = export(draft)
    assert f"{{#{number}####" in text
    assert read(text) == draft


def test_edited_after_export__another_kind__is_read_as_it_stands_and_said():
    draft = _draft("single", options=_options("a", "b"))
    head, _sep, _visible = export(draft).rpartition("\n::")
    (item,) = Gift().read(f"{head}\n::X-1::Hỏi? {{T}}\n".encode())
    assert item.draft.kind == "true_false"
    assert item.draft.citation == "Điều 3"
    assert item.losses


@pytest.mark.parametrize(
    "broken",
    [
        "// lms: {",
        "// lms: []",
        "// lms: " + "[" * 5000,
        '// lms: {"hash": 1}',
        '// lms: {"kind": "x", "value": {}, "hash": "", "pictures": {}}',
    ],
)
def test_broken_comment__the_visible_part_is_read_and_said(broken):
    (item,) = Gift().read(f"{broken}\nHỏi? {{T}}\n".encode())
    assert item.draft.kind == "true_false"
    assert "lms" in item.losses[0]


def test_comment__nothing_in_it_is_trusted():
    draft = _draft("single", options=_options("a", "b"))
    text = export(draft).replace('"<p>a</p>"', '"<p>a</p><script>x()</script>"')
    assert read(text) == draft


def _seed() -> bytes:
    rows = [
        _draft("single", options=_options("a", "b")),
        _draft("ordering", items=["Một", "Hai"], is_partial=True),
    ]
    return Gift().write(rows)[0]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_mutated_or_cut__never_crashes(seed):
    rng = random.Random(seed)
    content = bytearray(_seed() if seed % 2 else EXAMPLES.encode())
    for _ in range(rng.randint(1, 20)):
        content[rng.randrange(len(content))] = rng.choice(b'{}=~#:\\\n"[]->%\xc4\xef,0')
    try:
        found = Gift().read(bytes(content[: rng.randint(1, len(content))]))
    except UnusableFile:
        return
    assert all((item.draft is None) == bool(item.refusal) for item in found)
    kept = [item.draft for item in found if item.draft]
    again, _items = Gift().write(kept)
    assert not kept or [item.draft for item in Gift().read(again)] == kept


@pytest.mark.parametrize(
    "text",
    ["{" * 100_000, "::" * 100_000 + "{", "~=" * 100_000 + "{", "{=a->" * 20_000 + "}",
     "{T}\n" * 30_000, "a {T}\n\n" * 3_000, "// lms:\n" * 30_000 + "a {T}",
     "[html]" + "<p>" * 30_000 + "{T}", "\\" * 200_000 + "{T}", "a {#" + "1" * 100_000 + "}"],
)  # fmt: skip
def test_large_and_strange__is_read_in_linear_time(text):
    assert Gift().read(text.encode())
