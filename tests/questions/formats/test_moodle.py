"""Moodle XML as Moodle and its users write it."""

import time
from base64 import b64encode
from decimal import Decimal

import pytest

from questions.formats.draft import UnusableFile
from questions.formats.moodle import MoodleXml
from tests.questions.formats.strategies import png


def read(*questions: str) -> list:
    return MoodleXml().read(f"<quiz>{''.join(questions)}</quiz>".encode())


def question(kind: str, rest: str, text: str = "<p>Hỏi gì?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Câu A</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"<generalfeedback><text></text></generalfeedback>{rest}</question>"
    )


def answer(fraction: str, text: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def value(kind: str, rest: str, **more) -> dict:
    """The value of a question that came over without a loss."""
    [item] = read(question(kind, rest, **more))
    assert (item.refusal, item.losses) == ("", ())
    return item.draft.value


def losses(kind: str, rest: str, **more) -> str:
    [item] = read(question(kind, rest, **more))
    assert item.refusal == ""
    return " ".join(item.losses)


def refusal(kind: str, rest: str, **more) -> str:
    [item] = read(question(kind, rest, **more))
    assert item.draft is None
    return item.refusal


def texts(rows: list[dict]) -> list[tuple[str, bool]]:
    return [(row["text"], row["is_right"]) for row in rows]


# --- multichoice ------------------------------------------------------------------

SINGLE = "<single>true</single>"
MANY = "<single>false</single>"


def test_single__shuffle_and_penalty_are_no_loss():
    rest = (
        f"{SINGLE}<shuffleanswers>true</shuffleanswers><penalty>0.3333333</penalty>"
        f"<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
        f"{answer('0', 'Ba')}{answer('100.00000', '<b>Hai</b>', 'Đúng rồi')}"
        f"{answer('0', '')}"
    )
    read_value = value("multichoice", rest)
    assert texts(read_value["options"]) == [
        ("<p>Ba</p>", False),
        ("<p><b>Hai</b></p>", True),
    ]
    assert read_value["options"][1]["feedback"] == "<p>Đúng rồi</p>"


@pytest.mark.parametrize(
    ("fractions", "said"),
    [
        (("100", "50"), "một phần điểm"),
        (("100", "-33.33333"), "điểm trừ"),
    ],
)
def test_single__fractions_are_said(fractions, said):
    rest = SINGLE + "".join(answer(f, f"Ý {f}") for f in fractions)
    assert said in losses("multichoice", rest)


@pytest.mark.parametrize("fractions", [("50", "50"), ("100", "100")])
def test_single__without_exactly_one_right_option_is_refused(fractions):
    rest = SINGLE + "".join(answer(f, f"{n}") for n, f in enumerate(fractions))
    assert "100%" in refusal("multichoice", rest)


@pytest.mark.parametrize(
    "fractions",
    [
        ("33.33333", "33.33333", "33.33333", "-33.33333"),
        ("33.333", "33.333", "33.333", "-33.33"),
        ("50", "50", "-50.00000"),
        ("100", "-100"),
    ],
)
def test_multiple__even_fractions_are_partial_credit(fractions):
    rest = MANY + "".join(answer(f, f"{n}") for n, f in enumerate(fractions))
    read_value = value("multichoice", rest)
    assert read_value["is_partial"] is True
    assert [o["is_right"] for o in read_value["options"]] == [
        not f.startswith("-") for f in fractions
    ]


@pytest.mark.parametrize(
    ("fractions", "said"),
    [(("70", "30", "-50"), "tỷ lệ điểm khác"), (("50", "50", "0"), "phương án sai")],
)
def test_multiple__uneven_fractions_are_said(fractions, said):
    rest = MANY + "".join(answer(f, f"{n}") for n, f in enumerate(fractions))
    assert said in losses("multichoice", rest)


def test_multichoiceset__is_all_or_nothing():
    rest = answer("100", "a") + answer("100", "b") + answer("0", "c")
    assert value("multichoiceset", rest)["is_partial"] is False


# --- other kinds ------------------------------------------------------------------


def test_true_false__with_feedback():
    rest = answer("0", "true", "Nhầm") + answer("100", "false", "Phải")
    read_value = value("truefalse", rest)
    assert read_value["is_true"] == "false"
    assert read_value["feedback_true"] == "<p>Nhầm</p>"
    assert read_value["feedback_false"] == "<p>Phải</p>"


@pytest.mark.parametrize(("usecase", "is_folded"), [("0", True), ("1", False)])
def test_short_answer__case(usecase, is_folded):
    rest = f"<usecase>{usecase}</usecase>" + answer("100", "mot cua*")
    assert value("shortanswer", rest) == {
        "text": "<p>Hỏi gì?</p>",
        "explanation": "",
        "accepted": ["mot cua*"],
        "is_folded": is_folded,
    }


@pytest.mark.parametrize(("usecase", "said"), [("0", "thiếu dấu"), ("1", "")])
def test_short_answer__marks_count_in_moodle_and_not_here(usecase, said):
    rest = f"<usecase>{usecase}</usecase>" + answer("100", "một cửa*")
    assert said in losses("shortanswer", rest)
    assert bool(said) == bool(losses("shortanswer", rest))


def test_short_answer__parts_and_feedback_are_lost():
    rest = answer("100", "a", "Tốt") + answer("50", "b")
    said = losses("shortanswer", rest)
    assert "một phần điểm" in said
    assert "phản hồi" in said


def numerical(number: str, tolerance: str, rest: str = "") -> str:
    return (
        f'<answer fraction="100"><text>{number}</text>'
        f"<tolerance>{tolerance}</tolerance></answer>{rest}"
    )


@pytest.mark.parametrize(
    ("number", "tolerance", "expected"),
    [
        ("28.81", "0.005", ("28.81", "0.005")),
        ("28,81", "0", ("28.81", "0")),
        ("-3E2", "", ("-300", "0")),
        ("1534", "-1", ("1534", "1")),
    ],
)
def test_numeric__number_and_tolerance(number, tolerance, expected):
    read_value = value("numerical", numerical(number, tolerance))
    found = (read_value["value"], read_value["tolerance"])
    assert found == tuple(Decimal(text) for text in expected)


def test_numeric__the_unit_with_multiplier_one_stays():
    units = (
        "<units><unit><multiplier>1000</multiplier><unit_name>m</unit_name></unit>"
        "<unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units>"
    )
    [item] = read(question("numerical", numerical("3", "0", units)))
    assert item.draft.value["unit"] == "km"
    assert "đơn vị" in item.losses[0]


@pytest.mark.parametrize("number", ["*", "abc", "NaN", "Infinity", "1e999999"])
def test_numeric__what_is_no_number_is_refused(number):
    assert refusal("numerical", numerical(number, "0"))


def pair(left: str, right: str) -> str:
    return (
        f'<subquestion format="html"><text><![CDATA[{left}]]></text>'
        f"<answer><text>{right}</text></answer></subquestion>"
    )


def test_matching__an_empty_left_side_is_a_distractor():
    rest = pair("<p>Mẫu 01</p>", "Giấy") + pair("Mẫu 02", "Phiếu") + pair("", "Sổ")
    read_value = value("matching", rest)
    assert read_value["pairs"] == [
        {"left": "Mẫu 01", "right": "Giấy"},
        {"left": "Mẫu 02", "right": "Phiếu"},
    ]
    assert read_value["distractors"] == ["Sổ"]


@pytest.mark.parametrize(
    ("grading", "is_partial"),
    [("ALL_OR_NOTHING", False), ("LONGEST_ORDERED_SUBSET", True)],
)
def test_ordering__grading(grading, is_partial):
    rest = f"<gradingtype>{grading}</gradingtype>" + answer("1", "a") + answer("2", "b")
    read_value = value("ordering", rest)
    assert read_value["items"] == ["a", "b"]
    assert read_value["is_partial"] is is_partial


def test_ordering__another_grading_is_said():
    rest = "<gradingtype>RELATIVE_TO_CORRECT</gradingtype>"
    assert "Cách tính điểm" in losses(
        "ordering", rest + answer("1", "a") + answer("2", "b")
    )


def test_essay__what_graders_see_is_the_guide():
    rest = (
        "<graderinfo format='html'><text>&lt;p&gt;Nêu đủ 3 ý&lt;/p&gt;</text></graderinfo>"
        "<maxwordlimit>300</maxwordlimit><attachments>0</attachments>"
    )
    read_value = value("essay", rest)
    assert read_value["guide"] == "<p>Nêu đủ 3 ý</p>"
    assert read_value["max_words"] == 300


def test_essay__template_and_attachments_are_lost():
    rest = (
        "<responsetemplate><text>Kính gửi</text></responsetemplate>"
        "<attachments>2</attachments><minwordlimit>50</minwordlimit>"
    )
    said = losses("essay", rest)
    assert "mẫu viết sẵn" in said
    assert "đính kèm" in said
    assert "tối thiểu" in said


# --- gaps -------------------------------------------------------------------------


def gap(mode: str, *accepted: str, **more) -> dict:
    plain = {"wrong": [], "tolerance": Decimal(0), "is_folded": True}
    return {"mode": mode, "accepted": list(accepted)} | plain | more


def test_cloze__of_each_sort():
    text = (
        "<p>Trả trong {1:NUMERICAL:=3:0.5} ngày, tại {1:MULTICHOICE:xã~=tỉnh~huyện}, "
        "do {1:SHORTANSWER:=So TP~=STP} và {1:MWC:=Bộ A\\}~=&amp;#66;ộ \\~}.</p>"
    )
    read_value = value("cloze", "", text=text)
    assert read_value["text"] == (
        "<p>Trả trong [[1]] ngày, tại [[2]], do [[3]] và [[4]].</p>"
    )
    assert read_value["gaps"] == [
        gap("number", "3", tolerance=Decimal("0.5")),
        gap("choice", "tỉnh", wrong=["xã", "huyện"]),
        gap("text", "So TP", "STP"),
        gap("text", "Bộ A}", "Bộ ~", is_folded=False),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{1:SA:=a} {2:SA:=b}", "trọng số"),
        ("{1:SA:=a#đúng}", "phản hồi"),
        ("{1:SA:=Sở}", "thiếu dấu"),
        ("{1:SA:%100%a~%50%b}", "một phần điểm"),
        ("{1:MC:=<b>a</b>~b}", "định dạng"),
    ],
)
def test_cloze__losses(text, said):
    assert said in losses("cloze", "", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "không có gì",
        "{1:MC:=a~=b}",
        "{1:MC:=a#b}",
        "{1:MULTICHOICE}",
        "{1:MC:b~%50%a}",
        "{1:MULTIRESPONSE:=a~=b}",
        "{1:SA:b}",
        "{1:NM:=x}",
    ],
)
def test_cloze__refusals(text):
    assert refusal("cloze", "", text=text)


def option(text: str, group: str = "1") -> str:
    return f"<selectoption><text>{text}</text><group>{group}</group></selectoption>"


def test_gapselect__the_group_gives_the_wrong_words():
    rest = option("tỉnh") + option("3", "2") + option("xã") + option("5", "2")
    text = "Tại [[3]] trong [[2]] ngày"
    read_value = value("gapselect", rest, text=text)
    assert read_value["text"] == "<p>Tại [[1]] trong [[2]] ngày</p>"
    assert read_value["gaps"] == [
        gap("choice", "xã", wrong=["tỉnh"]),
        gap("choice", "3", wrong=["5"]),
    ]


def test_gapselect__a_gap_without_a_word_is_refused():
    assert "không có trong danh sách" in refusal("gapselect", option("a"), text="[[9]]")


# --- around a question ------------------------------------------------------------


def test_category__stands_for_all_that_follow():
    shelf = (
        '<question type="category"><category><text>{}</text></category></question>'
    ).format
    one = question("essay", "")
    items = read(
        one, shelf("$course$/top/Thu//chi/ Phí "), one, shelf("$system$/Cũ"), one,
        shelf("$course$/top"), one,
    )  # fmt: skip
    assert [item.draft.category for item in items] == [
        (), ("Thu/chi", "Phí"), ("Cũ",), (),
    ]  # fmt: skip
    assert [item.place for item in items] == ["câu 1", "câu 2", "câu 3", "câu 4"]


def test_around__tags_number_and_feedback():
    rest = (
        "<idnumber>SHHS-01</idnumber>"
        "<tags><tag><text>số hóa</text></tag><tag><text>phí</text></tag></tags>"
    )
    one = question("essay", rest).replace(
        "<generalfeedback><text></text>",
        "<generalfeedback format='plain_text'><text>Vì 1 &lt; 2\n\nhết</text>",
    )
    [item] = read(one)
    assert item.draft.code == "SHHS-01"
    assert item.draft.tags == ("số hóa", "phí")
    assert item.draft.value["explanation"] == "<p>Vì 1 &lt; 2</p><p>hết</p>"
    assert item.losses == ()


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("<defaultgrade>2.0000000</defaultgrade>", "Điểm mặc định 2"),
        ("<hidden>1</hidden>", "đang ẩn"),
        ("<hint><text>Xem lại</text></hint>", "gợi ý"),
        ("<correctfeedback><text>Giỏi</text></correctfeedback>", "phản hồi chung"),
    ],
)
def test_around__what_is_lost_is_said(rest, said):
    assert said in losses("essay", rest)


@pytest.mark.parametrize("kind", ["calculated", "ddimageortext", "random", "xyz"])
def test_unknown_kind__is_refused_by_name(kind):
    assert kind in refusal(kind, "")


def test_description__is_no_question():
    assert "mô tả" in refusal("description", "")


@pytest.mark.parametrize(
    ("form", "text", "html"),
    [
        ("moodle_auto_format", "a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("plain_text", "a <b>", "<p>a &lt;b&gt;</p>"),
        ("markdown", "chỉ có chữ", "<p>chỉ có chữ</p>"),
    ],
)
def test_text__of_other_formats(form, text, html):
    one = question("essay", "", text=text).replace(
        'format="html"', f'format="{form}"', 1
    )
    [item] = read(one)
    assert item.draft.value["text"] == html
    assert item.losses == ()


# --- pictures ---------------------------------------------------------------------


def with_picture(source: str, data: bytes, name: str = "so do.png") -> str:
    text = f'<p>Xem <img src="{source}" alt="Sơ đồ"></p>'
    file = b64encode(data).decode()
    return question("essay", "", text=text).replace(
        "</questiontext>",
        f'<file name="{name}" path="/" encoding="base64">{file}</file></questiontext>',
    )


def test_picture__goes_into_the_draft():
    [item] = read(with_picture("@@PLUGINFILE@@/so%20do.png", png(1)))
    assert item.draft.pictures == {"so_do.png": png(1)}
    assert '<img src="picture:so_do.png" alt="Sơ đồ">' in item.draft.value["text"]
    assert item.losses == ()


def test_picture__in_a_data_url():
    source = f"data:image/png;base64,{b64encode(png(2)).decode()}"
    [item] = read(with_picture(source, png(1)))
    assert list(item.draft.pictures.values()) == [png(2)]
    assert item.losses == ()


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("@@PLUGINFILE@@/so%20do.png", b"<svg onload='x'/>"),
        ("@@PLUGINFILE@@/khac.png", png(1)),
        ("https://example.org/a.png", png(1)),
    ],
)
def test_picture__that_is_missing_or_none_is_said(source, data):
    [item] = read(with_picture(source, data))
    assert item.draft.pictures == {}
    assert "Bỏ hình" in item.losses[0]


def test_picture__of_the_same_name_stays_another():
    rest = SINGLE + answer("100", "a") + answer("0", "b")
    one = with_picture("@@PLUGINFILE@@/so%20do.png", png(1)).replace(
        "essay", "multichoice"
    )
    other = answer("0", '<img src="@@PLUGINFILE@@/so%20do.png" alt="b">').replace(
        "<feedback>",
        f'<file name="so do.png" path="/" encoding="base64">{b64encode(png(9)).decode()}'
        "</file><feedback>",
    )
    [item] = read(one.replace("</question>", f"{rest}{other}</question>"))
    assert sorted(item.draft.pictures.values()) == sorted([png(1), png(9)])


def test_picture__of_moodle_1_stands_at_the_end():
    image = b64encode(png(3)).decode()
    rest = f"<image>cu/logo.png</image><image_base64>\n{image}\n</image_base64>"
    [item] = read(question("essay", rest, text="Hỏi"))
    assert item.draft.pictures == {"logo.png": png(3)}
    assert item.draft.value["text"].endswith('<img src="picture:logo.png" alt=""></p>')
    assert "chữ thay thế" in item.losses[0]


# --- files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"<quiz>", b"<html></html>", b"<quiz></quiz>", b"\x00\xff", b"not xml"],
)
def test_file__that_is_none_of_ours_is_unusable(content):
    with pytest.raises(UnusableFile):
        MoodleXml().read(content)


def test_file__truncated_or_mangled_never_crashes():
    """A fixed sample; what can be read is read, the rest is refused with a reason."""
    cloze = question("cloze", "", text="A {1:SA:=a~=b} {1:NM:=3:1} {2:MC:=x~y#z}")
    picture = with_picture("@@PLUGINFILE@@/so%20do.png", png(1))
    whole = f"<quiz>{cloze}{picture}{question('numerical', numerical('1', '0'))}</quiz>"
    content = whole.encode()
    for cut in range(0, len(content), 7):
        for broken in (
            content[:cut],
            content[:cut] + content[cut + 3 :],
            content[:cut] + b"}{~=%#" + content[cut:],
        ):
            try:
                MoodleXml().read(broken)
            except UnusableFile as error:
                assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    "piece", ["{1:SA:", "{1:SA:=a", '<ul class="lms-rubric">', "\n", "*", "~", "[[1]]"]
)
def test_text__of_any_length_takes_no_long_time(piece):
    text = piece * (120_000 // len(piece))
    grader = f"<graderinfo><text><![CDATA[{text}]]></text></graderinfo>"
    began = time.process_time()
    read(question("cloze", "", text=text), question("essay", grader, text=text))
    assert time.process_time() - began < 5
