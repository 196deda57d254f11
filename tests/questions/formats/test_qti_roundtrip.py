"""What we write as QTI we read again: with our records, and from the XML alone."""

import json
import random
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings

from questions.formats import xml
from questions.formats.draft import QuestionDraft
from questions.formats.qti import Qti, Qti3
from questions.formats.qti.paper import GAP
from questions.kinds.texts import pieces
from tests.questions.formats import strategies
from tests.questions.formats.damage import changed, packed

BOTH = pytest.mark.parametrize("form", [Qti(), Qti3()], ids=["2.2", "3.0"])
FEW = settings(max_examples=25, deadline=None)
HIDDEN = {"ordering": {"is_partial"}, "essay": {"max_words"}}


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@BOTH
@FEW
@given(drafts=strategies.files())
def test_package__what_was_written_is_read_without_loss(form, drafts):
    content, reports = form.write(drafts)
    items = form.read(content)

    assert reports == []
    assert [item.draft for item in items] == drafts
    assert not any(item.losses or item.refusal for item in items)


@BOTH
@FEW
@given(drafts=strategies.files())
def test_package__the_same_questions_give_the_same_bytes(form, drafts):
    assert form.write(drafts) == form.write(drafts)


def seen(draft):
    """The part of a value that QTI can say, in a form that compares."""
    hidden = HIDDEN.get(draft.kind, set())
    value = {k: v for k, v in draft.value.items() if k not in hidden}
    if draft.kind == "multiple" and sum(o["is_right"] for o in value["options"]) == 1:
        del value["is_partial"]  # one right option: both ways mark the same
    if draft.kind == "matching":
        value["distractors"] = sorted(value["distractors"])
    return value


@BOTH
@FEW
@given(
    draft=strategies.drafts(
        (
            "single",
            "multiple",
            "true_false",
            "ordering",
            "matching",
            "essay",
            "numeric",
        ),
        has_pictures=False,
    )
)
def test_xml_alone__says_the_same_question(form, draft):
    files = unpacked(form.write([draft])[0])
    del files["lms.json"]
    (item,) = form.read(packed(files))

    assert item.refusal == ""
    assert item.draft.kind == draft.kind
    assert seen(item.draft) == seen(draft)
    assert item.losses == ()


def keys(draft):
    """What is right, without the order of wrong choices; gaps as they are met."""
    if draft.kind == "short_answer":
        return sorted(map(pieces, draft.value["accepted"]))
    gaps = draft.value["gaps"]
    order = [int(number) - 1 for number in GAP.findall(draft.value["text"])]
    return [
        (
            gaps[n]["mode"],
            sorted(map(pieces, gaps[n]["accepted"])),
            sorted(gaps[n]["wrong"]),
            gaps[n]["tolerance"],
        )
        for n in order
    ]


def asked(draft):
    return GAP.sub("[[…]]", draft.value["text"])


@BOTH
@FEW
@given(draft=strategies.drafts(("short_answer", "fill_in"), has_pictures=False))
def test_xml_alone__says_the_same_key_of_typed_answers(form, draft):
    files = unpacked(form.write([draft])[0])
    del files["lms.json"]
    (item,) = form.read(packed(files))

    assert item.refusal == ""
    assert item.draft.kind == draft.kind
    assert asked(item.draft) == asked(draft)
    assert keys(item.draft) == keys(draft)


ESSAY = QuestionDraft(
    code="SHHS-09",
    kind="essay",
    value={
        "text": "<p>Phân tích quy trình.</p>",
        "explanation": "<p>Xem Điều 5.</p>",
        "rubric": [{"name": "Đủ ý", "weight": 60}, {"name": "Rõ", "weight": 40}],
        "guide": "<p>Ba ý.</p>",
        "max_words": 300,
    },
    tags=("một cửa",),
)


@BOTH
def test_records__that_are_broken_are_not_needed(form):
    files = unpacked(form.write([ESSAY])[0])
    for broken in (b"", b"{", b"[]", b'{"items": 3}', b"[" * 100_000):
        (item,) = form.read(packed(files | {"lms.json": broken}))
        value = ESSAY.value | {"max_words": None}
        assert item.draft == QuestionDraft(code="SHHS-09", kind="essay", value=value)


def test_records__that_were_changed_never_crash_nor_give_another_kind():
    files = unpacked(Qti().write([ESSAY])[0])
    rng = random.Random(7)
    for _round in range(300):
        record = changed(json.loads(files["lms.json"]), rng)
        (item,) = Qti().read(packed(files | {"lms.json": json.dumps(record).encode()}))
        assert item.draft.kind == "essay"


def test_xml__of_version_3_is_in_its_namespace():
    files = unpacked(Qti3().write([ESSAY])[0])
    root = xml.parse(files["items/question_0001.xml"])
    assert (
        root.tag == "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-item"
    )
    assert json.loads(files["lms.json"])["schema"] == 1


@BOTH
def test_item__edited_by_a_person_wins_over_the_record(form):
    draft = QuestionDraft(
        code="SHHS-01",
        kind="ordering",
        value={
            "text": "<p>Sắp xếp</p>",
            "explanation": "",
            "items": ["Nhận", "Trả"],
            "is_partial": True,
        },
        tags=("hồ sơ",),
        category=("Một cửa",),
        difficulty=3,
    )
    files = unpacked(form.write([draft])[0])
    path = "items/question_0001.xml"
    files[path] = files[path].replace("Nhận".encode(), "Tiếp nhận".encode())
    (item,) = form.read(packed(files))

    value = draft.value | {"items": ["Tiếp nhận", "Trả"]}
    assert item.draft == replace(draft, value=value)


def test_write__says_which_picture_is_missing():
    draft = QuestionDraft(
        code="A",
        kind="essay",
        value={
            "text": '<p>Xem <img src="picture:x.png" alt="x"></p>',
            "explanation": "",
            "rubric": [],
            "guide": "",
            "max_words": None,
        },
    )
    content, (report,) = Qti().write([draft])
    assert "x.png" in report.losses[0]
    (item,) = Qti().read(content)
    assert item.draft.kind == "essay"


def test_write__refuses_a_kind_without_qti():
    draft = QuestionDraft(code="A", kind="video", value={})
    _content, (report,) = Qti().write([draft])
    assert "video" in report.refusal
