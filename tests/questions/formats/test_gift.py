"""GIFT as other programs and people write it."""

from decimal import Decimal

import pytest

from questions.formats.draft import UnusableFile
from questions.formats.gift import Gift
from questions.numbers import readings


def read(text: str) -> list:
    return Gift().read(text.encode())


def one(text: str):
    (item,) = read(text)
    assert item.draft is not None, item.refusal
    return item


def value(text: str) -> dict:
    item = one(text)
    assert item.losses == ()
    return item.draft.value


def options(value: dict) -> list[tuple[str, bool, str]]:
    return [(row["text"], row["is_right"], row["feedback"]) for row in value["options"]]


EXAMPLES = r"""// Một tệp như người ta vẫn viết
$CATEGORY: $course$/top/Một cửa/Bước 1

::Q1:: 1+1=2? {T}

::Q2:: Hồ sơ nộp ở đâu? {
    =Một cửa # Đúng rồi.
    ~Phòng họp # Sai.
    ~Ở nhà
}
$CATEGORY: $course$/Một cửa/Bước 2 // 3
// [id:SHHS-07] [tag:phí] [tag:lệ phí]
Hai cộng {=hai =2} bằng bốn.

Ghép {
=Mẫu 01 -> Giấy tiếp nhận
=Mẫu 02 -> Phiếu bổ sung
= -> Sổ
}

Từ 1 đến 5? {#3:2}

Viết một đoạn. {}
"""


def test_read__every_kind_in_one_file():
    items = read(EXAMPLES)
    assert [item.draft.kind for item in items] == [
        "true_false", "single", "fill_in", "matching", "numeric", "essay",
    ]  # fmt: skip
    assert [item.place for item in items] == [
        "dòng 4", "dòng 6", "dòng 13", "dòng 15", "dòng 21", "dòng 23",
    ]  # fmt: skip
    assert {item.draft.category for item in items[:2]} == {("Một cửa", "Bước 1")}
    assert {item.draft.category for item in items[2:]} == {("Một cửa", "Bước 2 / 3")}
    gap = items[2].draft
    assert (gap.code, gap.tags) == ("SHHS-07", ("phí", "lệ phí"))
    assert gap.value["text"] == "<p>Hai cộng [[1]] bằng bốn.</p>"
    assert gap.value["gaps"][0]["accepted"] == ["hai", "2"]
    assert items[3].draft.value["pairs"][0] == {
        "left": "Mẫu 01",
        "right": "Giấy tiếp nhận",
    }
    assert items[3].draft.value["distractors"] == ["Sổ"]


def test_single__options_with_feedback():
    assert options(value("Hỏi? {=a#vì a ~b#vì b ~c\n####chung}")) == [
        ("<p>a</p>", True, "<p>vì a</p>"),
        ("<p>b</p>", False, "<p>vì b</p>"),
        ("<p>c</p>", False, ""),
    ]
    assert value("Hỏi? {=a ~b####chung}")["explanation"] == "<p>chung</p>"


def test_single__missing_word_becomes_a_blank():
    assert (
        value("Grant {~buried =entombed} ở đó.")["text"] == "<p>Grant _____ ở đó.</p>"
    )


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (r"1 \= 1 \{x\} \~ \# \: a", "1 = 1 {x} ~ # : a"),
        (r"một\nhai", "một<br>hai"),
        ("một\nhai", "một<br>hai"),
        (r"C\\Temp \x", r"C\Temp \x"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("http\\://a.vn/?x\\=1", "http://a.vn/?x=1"),
    ],
)
def test_text__escapes(raw, seen):
    assert value(f"{raw} {{T}}")["text"] == f"<p>{seen}</p>"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("[html]<p>a <strong>b</strong></p>", "<p>a <b>b</b></p>"),
        ("[moodle]a <b>b</b>\n\nx", "<p>a <b>b</b></p>"),
        ("[plain]a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>"),
        ("[khác] a", "<p>[khác] a</p>"),
        ("::Tên:: [html] a &amp; b", "<p>a &amp; b</p>"),
    ],
)
def test_text__format_markers(raw, seen):
    text = raw.replace("\n\n", r"\n\n")
    assert value(f"{text}{{T}}")["text"].startswith(seen)


def test_text__answers_follow_the_format_of_the_question():
    rows = options(value("[html]<p>Hỏi</p>{=a &lt; b#<i>vì</i> ~[plain]<b>}"))
    assert rows[0] == ("<p>a &lt; b</p>", True, "<p><i>vì</i></p>")
    assert rows[1][0] == "<p>&lt;b&gt;</p>"


def test_text__markdown__says_what_is_kept():
    item = one("[markdown]**đậm** và *nghiêng*{T}")
    assert item.draft.value["text"] == "<p><b>đậm</b> và <i>nghiêng</i></p>"
    assert "Markdown" in item.losses[0]


def test_text__script_and_unknown_tags__are_lost_and_said():
    item = one('[html]<p onclick\\="x">a<script>alert(1)</script></p>{T}')
    assert item.draft.value["text"] == "<p>a</p>"
    assert item.losses


def test_text__a_picture_that_is_elsewhere__is_lost_and_said():
    item = one('[html]<p>a <img src\\="@@PLUGINFILE@@/x.png" alt\\="x"></p>{T}')
    assert "<img" not in item.draft.value["text"]
    assert item.losses


def test_text__a_picture_named_without_its_bytes__is_lost():
    item = one('[html]<p>a <img src\\="picture\\:x.png" alt\\="x"></p>{T}')
    assert "<img" not in item.draft.value["text"]
    assert item.losses


@pytest.mark.parametrize(
    ("body", "kind", "is_partial", "right", "lossy"),
    [
        ("~%50%a ~%50%b ~%-50%c", "multiple", True, "ab", False),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d", "multiple", True, "abc", False),
        ("=%50%a =%50%b ~%-50%c", "multiple", True, "ab", False),
        ("~%50%a ~%50%b ~%-100%c", "multiple", False, "ab", True),
        ("~%100%a ~%-100%b ~%-100%c", "multiple", False, "a", False),
        ("~%70%a ~%30%b ~%-50%c", "multiple", True, "ab", True),
        ("~%50%a ~%50%b ~c", "multiple", True, "ab", True),
        ("=a =b ~c", "multiple", False, "ab", True),
        ("=%100%a ~%0%b", "single", None, "a", False),
        ("=a ~%50%b ~c", "single", None, "a", True),
    ],
)  # fmt: skip
def test_choice__weights(body, kind, is_partial, right, lossy):
    item = one(f"Hỏi? {{{body}}}")
    assert item.draft.kind == kind
    assert item.draft.value.get("is_partial") == is_partial
    rights = [text for text, is_right, _said in options(item.draft.value) if is_right]
    assert rights == [f"<p>{letter}</p>" for letter in right]
    assert bool(item.losses) == lossy


@pytest.mark.parametrize(
    ("body", "is_true", "said_true", "said_false"),
    [
        ("T", "true", "", ""),
        ("FALSE", "false", "", ""),
        ("true", "true", "", ""),
        ("TRUE#sai rồi", "true", "", "<p>sai rồi</p>"),
        ("F#sai rồi#đúng rồi", "false", "<p>sai rồi</p>", "<p>đúng rồi</p>"),
        ("T##đúng rồi####chung", "true", "<p>đúng rồi</p>", ""),
    ],
)
def test_true_false__who_hears_what(body, is_true, said_true, said_false):
    found = value(f"Hỏi? {{{body}}}")
    assert found["is_true"] == is_true
    assert (found["feedback_true"], found["feedback_false"]) == (said_true, said_false)


@pytest.mark.parametrize(
    ("body", "number", "tolerance", "lossy"),
    [
        ("#3", "3", "0", False),
        ("#3:2", "3", "2", False),
        ("#1..5", "3", "2", False),
        ("#-1.5..1.5", "0", "1.5", False),
        ("#=28,81:0,005", "28.81", "0.005", False),
        ("#1.534", "1.534", "0", False),
        ("#1e3:.5", "1000", "0.5", False),
        ("#=1822:0 =%50%1822:2", "1822", "0", True),
        ("#=%50%1:0 =%100%2:0", "2", "0", True),
        ("#=3#giỏi ~#sai", "3", "0", True),
        ("#0.1234567891", "0.12345679", "0", True),
    ],
)
def test_numeric__ranges_and_tolerances(body, number, tolerance, lossy):
    item = one(f"Bao nhiêu? {{{body}}}")
    found = item.draft.value
    assert item.draft.kind == "numeric"
    assert (found["value"], found["tolerance"]) == (Decimal(number), Decimal(tolerance))
    assert bool(item.losses) == lossy


def test_short_answer__half_right_answers_are_named():
    item = one("Thủ đô? {=Hà Nội =%50%Ha Noi =%100%%x% =*Nội*#gần}")
    assert item.draft.value["accepted"] == ["Hà Nội", "%x%", "*Nội*"]
    assert any("Ha Noi" in loss for loss in item.losses)
    assert len(item.losses) == 2


def test_fill_in__several_gaps_of_every_mode():
    item = one("A {=x =y} b {~m =n ~o} c {#3:1}####")
    gaps = item.draft.value["gaps"]
    assert item.draft.kind == "fill_in"
    assert item.draft.value["text"] == "<p>A [[1]] b [[2]] c [[3]]####</p>"
    assert [gap["mode"] for gap in gaps] == ["text", "choice", "number"]
    assert gaps[1]["accepted"] == ["n"]
    assert gaps[1]["wrong"] == ["m", "o"]
    assert gaps[2]["accepted"] == ["3"]


@pytest.mark.parametrize(
    ("raw", "typed"), [("3", "3"), ("1.534", "1,5340"), ("0.5", "0,5")]
)
def test_fill_in__a_number_that_cannot_be_misread(raw, typed):
    found = value(f"Tỷ lệ {{#{raw}:0.1}} phần trăm.")
    assert found["gaps"][0]["accepted"] == [typed]
    assert len(readings(typed)) == 1


def test_ordering__as_moodle_writes_it():
    item = one("Xếp {>ALL VERTICAL ABSOLUTE_POSITION SHOW NONE\nMột\nHai\nBa\n}")
    assert item.draft.value["items"] == ["Một", "Hai", "Ba"]
    assert item.draft.value["is_partial"]


def test_blank_lines_in_braces__are_borne():
    items = read("Một {\n=a\n\n~b\n}\n\nHai {T}\n")
    assert [item.draft.kind for item in items] == ["single", "true_false"]


def test_title__a_house_code_is_the_code_another_is_not():
    first, second = read("::SHHS-01:: Một {T}\n\n::Câu 1:: Hai {T}\n")
    assert (first.draft.code, second.draft.code) == ("SHHS-01", "")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("$course$/top/A/B", ("A", "B")),
        ("$system$/A", ("A",)),
        ("top/A", ("A",)),
        ("A / B", ("A", "B")),
        ("A//B/C", ("A/B", "C")),
        (r"A\/B/C", ("A/B", "C")),
        ("$course$/top", ()),
    ],
)
def test_category__prefixes_and_slashes(path, names):
    items = read(f"$CATEGORY: {path}\n\nHỏi? {{T}}\n")
    assert items[0].draft.category == names


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Chỉ là lời dẫn.", "đoạn mô tả"),
        ("Hỏi? {=a ~b", "không đóng"),
        ("Hỏi? =a}", "không có dấu {"),
        ("Hỏi? {=a {b} ~c}", "liền nhau"),
        ("Hỏi? {~a ~b}", "Không có phương án nào đúng"),
        ("Hỏi? {~a =}", "trống"),
        ("Hỏi? {~a}", "hai phương án"),
        ("Hỏi? {=a -> b}", "hai cặp"),
        ("Hỏi? {=a -> b =c}", "“c”"),
        ("Hỏi? {#}", "đáp số"),
        ("Hỏi? {#ba}", "“ba”"),
        ("Hỏi? {#1e99}", "quá lớn"),
        ("Hỏi? {=}", "trọn điểm"),
        ("A {=x} b {T} c", "thứ 2"),
        ("{T}", "không có lời"),
    ],
)
def test_read__no_question__is_refused_with_line_and_reason(text, word):
    good, bad = read(f"Trước {{T}}\n\n{text}\n")
    assert good.draft is not None
    assert bad.draft is None
    assert bad.place == "dòng 3"
    assert word in bad.refusal


def test_read__refused_question__does_not_take_the_next_with_it():
    items = read("Hỏi? {=a ~b\n\nSau {F}\n")
    assert [item.draft is None for item in items] == [True, False]


@pytest.mark.parametrize("text", ["", "\n\n", "Một bài văn.\n\nHai đoạn.", "ANSWER: A"])
def test_read__another_format__is_unusable(text):
    with pytest.raises(UnusableFile):
        read(text)
