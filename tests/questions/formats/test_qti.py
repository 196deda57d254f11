"""QTI items of other programs: what is asked and what is right come over, or it is said."""

from decimal import Decimal

import pytest

from questions.formats.draft import UnusableFile
from questions.formats.qti import Qti
from tests.questions.formats.qti_items import (
    MAP,
    MATCH,
    NEW_CHOICE,
    SCORE,
    TEMPLATE,
    body,
    choices,
    entry,
    item,
    mapping,
    response,
    score_if,
)
from tests.questions.formats.strategies import png
from tests.questions.formats.test_packages import archive


def read(content):
    (found,) = Qti().read(content)
    return found


def value_of(content):
    found = read(content)
    assert found.refusal == ""
    return found.draft.kind, found.draft.value


# --- choices ----------------------------------------------------------------------


def test_single__prompt_becomes_the_text():
    kind, value = value_of(
        item(response("B"), SCORE, body("<p>Điều 3.</p>" + choices("a", "b")), MATCH)
    )
    assert kind == "single"
    assert value["text"] == "<p>Điều 3.</p><p>Hạn nào đúng?</p>"
    assert [(o["text"], o["is_right"]) for o in value["options"]] == [
        ("<p>a</p>", False),
        ("<p>b</p>", True),
    ]


def test_single__of_version_3_tells_each_option_its_feedback():
    found = read(NEW_CHOICE)
    options = found.draft.value["options"]
    assert [o["feedback"] for o in options] == [
        "<p>Thôn không phải cơ quan.</p>",
        "<p>Đúng theo Nghị định.</p>",
    ]
    assert [o["text"] for o in options] == ["<p>Thôn</p>", "<p>Cơ quan lưu sổ gốc</p>"]
    assert found.draft.value["explanation"] == ""
    assert found.losses == ()
    assert found.draft.code == "moi-1"


def test_single__without_processing_takes_the_key():
    kind, value = value_of(item(response("A"), body(choices("a", "b"))))
    assert kind == "single"
    assert value["options"][0]["is_right"]


def test_single__a_choice_of_part_of_the_points_is_said():
    declared = response(mapping=mapping(A="1", B="0.5"))
    found = read(item(declared, SCORE, body(choices("a", "b", "c")), MAP))
    assert [o["is_right"] for o in found.draft.value["options"]] == [True, False, False]
    assert "một phần điểm" in found.losses[0]


def test_single__two_right_choices_are_refused():
    declared = response(mapping=mapping(A="1", B="1"))
    found = read(item(declared, SCORE, body(choices("a", "b", "c")), MAP))
    assert "nhiều phương án" in found.refusal


@pytest.mark.parametrize(("right", "expected"), [("A", "true"), ("B", "false")])
def test_true_false__is_a_choice_between_right_and_wrong(right, expected):
    kind, value = value_of(
        item(response(right), SCORE, body(choices("Đúng", "Sai")), MATCH)
    )
    assert (kind, value["is_true"]) == ("true_false", expected)


@pytest.mark.parametrize(
    ("points", "partial", "loss"),
    [
        (mapping(A="1", B="1", C="-1", D="-1"), True, False),
        (mapping(A="1", B="1"), True, True),  # wrong choices cost nothing there
        (mapping(A="2", B="1", C="-1", D="-1"), True, True),
    ],
)
def test_multiple__mapping_is_partial_credit(points, partial, loss):
    declared = response("A|B", cardinality="multiple", mapping=points)
    found = read(item(declared, SCORE, body(choices(*"abcd", most=0)), MAP))
    assert found.draft.kind == "multiple"
    assert found.draft.value["is_partial"] is partial
    assert bool(found.losses) is loss


def test_multiple__matching_the_key_is_all_or_nothing():
    declared = response("A|C", cardinality="multiple")
    found = read(item(declared, SCORE, body(choices(*"abc", most=0)), MATCH))
    assert found.draft.value["is_partial"] is False
    assert found.losses == ()
    assert [o["is_right"] for o in found.draft.value["options"]] == [True, False, True]


def test_choice__feedback_of_right_and_wrong_goes_to_the_options():
    modal = (
        '<modalFeedback outcomeIdentifier="FB" identifier="{}" showHide="show">{}'
        "</modalFeedback>"
    )
    processing = (
        "<responseProcessing><responseCondition><responseIf><match>"
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
        '<setOutcomeValue identifier="FB"><baseValue baseType="identifier">ok'
        "</baseValue></setOutcomeValue></responseIf><responseElse>"
        '<setOutcomeValue identifier="FB"><baseValue baseType="identifier">no'
        "</baseValue></setOutcomeValue></responseElse></responseCondition>"
        "</responseProcessing>"
    )
    outcome = '<outcomeDeclaration identifier="FB" cardinality="single" baseType="identifier"/>'
    found = read(
        item(
            response("B"),
            outcome,
            body(choices("a", "b", "c")),
            processing,
            modal.format("ok", "Giỏi"),
            modal.format("no", "Đọc lại"),
        )
    )
    said = [o["feedback"] for o in found.draft.value["options"]]
    assert said == ["<p>Đọc lại</p>", "<p>Giỏi</p>", "<p>Đọc lại</p>"]
    assert found.losses == ()


# --- what is typed ----------------------------------------------------------------


def test_short_answer__variants_come_from_the_mapping():
    points = mapping(Hà__Nội="1", Thăng__Long="0.5")
    declared = response("Hà Nội", base="string", mapping=points)
    found = read(item(declared, SCORE, body(f"<p>Thủ đô?</p><p>{entry()}</p>"), MAP))
    assert found.draft.kind == "short_answer"
    assert found.draft.value["accepted"] == ["Hà Nội"]
    assert found.draft.value["is_folded"] is False
    assert "Thăng Long" in found.losses[0]


def test_short_answer__case_may_be_ignored():
    test = (
        '<stringMatch caseSensitive="false"><variable identifier="RESPONSE"/>'
        '<baseValue baseType="string">A*B</baseValue></stringMatch>'
    )
    declared = response(base="string")
    content = item(declared, SCORE, body(f"<p>Gõ</p><p>{entry()}</p>"), score_if(test))
    kind, value = value_of(content)
    assert (kind, value["accepted"], value["is_folded"]) == (
        "short_answer",
        ["A\\*B"],
        True,
    )


@pytest.mark.parametrize(("case", "said"), [("false", True), ("true", False)])
def test_short_answer__marks_count_elsewhere_and_not_here(case, said):
    test = (
        f'<stringMatch caseSensitive="{case}"><variable identifier="RESPONSE"/>'
        '<baseValue baseType="string">một cửa</baseValue></stringMatch>'
    )
    text = body(f"<p>Gõ</p><p>{entry()}</p>")
    found = read(item(response(base="string"), SCORE, text, score_if(test)))
    assert any("thiếu dấu" in loss for loss in found.losses) is said


NUMBER = '<variable identifier="RESPONSE"/>{}'
BASE = '<baseValue baseType="float">{}</baseValue>'


@pytest.mark.parametrize(
    ("test", "value", "tolerance"),
    [
        (f"<equal>{NUMBER.format(BASE.format('28.81'))}</equal>", "28.81", "0"),
        (
            (
                '<equal toleranceMode="absolute" tolerance="0.5">'
                f"{NUMBER.format(BASE.format('10'))}</equal>"
            ),
            "10",
            "0.5",
        ),
        (
            (
                '<equal toleranceMode="relative" tolerance="10 10">'
                f"{NUMBER.format(BASE.format('200'))}</equal>"
            ),
            "200",
            "20",
        ),
        (
            (
                f"<and><gte>{NUMBER.format(BASE.format('3'))}</gte>"
                f"<lte>{NUMBER.format(BASE.format('5'))}</lte></and>"
            ),
            "4",
            "1",
        ),
        (
            (
                '<equalRounded roundingMode="decimalPlaces" figures="1">'
                f"{NUMBER.format(BASE.format('2.5'))}</equalRounded>"
            ),
            "2.5",
            "0.05",
        ),
    ],
)
def test_numeric__tolerance_is_found_by_asking(test, value, tolerance):
    declared = response(base="float")
    content = item(
        declared, SCORE, body(f"<p>Bao nhiêu?</p><p>{entry()} %</p>"), score_if(test)
    )
    kind, found = value_of(content)
    assert kind == "numeric"
    assert found["value"] == Decimal(value)
    assert found["tolerance"] == Decimal(tolerance)
    assert found["unit"] == "%"
    assert found["text"] == "<p>Bao nhiêu?</p>"


def test_numeric__two_separate_answers_are_said():
    declared = response("3", base="integer", mapping="")
    tests = "".join(f"<equal>{NUMBER.format(BASE.format(n))}</equal>" for n in (3, 9))
    found = read(
        item(
            declared,
            SCORE,
            body(f"<p>Mấy?</p>{entry()}"),
            score_if(f"<or>{tests}</or>"),
        )
    )
    assert found.draft.value["value"] == 3
    assert "khoảng đáp số" in found.losses[0]


def test_fill_in__entries_and_choices_within_a_text():
    inline = (
        '<inlineChoiceInteraction responseIdentifier="R2" shuffle="true">'
        '<inlineChoice identifier="X">xã</inlineChoice>'
        '<inlineChoice identifier="Y">tỉnh</inlineChoice></inlineChoiceInteraction>'
    )
    found = read(
        item(
            response("một cửa", base="string", name="R1"),
            response("Y", name="R2"),
            SCORE,
            body(f"<p>Bộ phận {entry('R1')} ở {inline} [[1]].</p>"),
        )
    )
    value = found.draft.value
    assert found.draft.kind == "fill_in"
    assert value["text"] == "<p>Bộ phận [[1]] ở [[2]] [1].</p>"
    assert value["gaps"][0]["accepted"] == ["một cửa"]
    assert value["gaps"][1] == {
        "mode": "choice",
        "accepted": ["tỉnh"],
        "wrong": ["xã"],
        "tolerance": 0,
        "is_folded": True,
    }
    assert len(found.losses) == 1


def test_fill_in__all_or_nothing_is_said():
    tests = "".join(
        f'<match><variable identifier="{n}"/><correct identifier="{n}"/></match>'
        for n in ("R1", "R2")
    )
    declared = [
        response(key, base="string", name=n) for n, key in (("R1", "a"), ("R2", "b"))
    ]
    found = read(
        item(
            *declared,
            SCORE,
            body(f"<p>{entry('R1')} và {entry('R2')}.</p>"),
            score_if(f"<and>{tests}</and>"),
        )
    )
    assert [gap["accepted"] for gap in found.draft.value["gaps"]] == [["a"], ["b"]]
    assert "bằng nhau" in found.losses[0]


def test_gap_match__words_dropped_into_a_text_are_choices():
    asked = (
        '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="true">'
        '<gapText identifier="W1" matchMax="1">hẹn</gapText>'
        '<gapText identifier="W2" matchMax="1">trả</gapText>'
        '<gapText identifier="W3" matchMax="1">thu</gapText>'
        '<p>Giấy <gap identifier="G1"/> ngày <gap identifier="G2"/>.</p>'
        "</gapMatchInteraction>"
    )
    points = mapping(W1__G1="1", W2__G2="1")
    declared = response(
        "W1 G1|W2 G2", cardinality="multiple", base="directedPair", mapping=points
    )
    kind, value = value_of(item(declared, SCORE, body(asked), MAP))
    assert (kind, value["text"]) == ("fill_in", "<p>Giấy [[1]] ngày [[2]].</p>")
    assert [(g["accepted"], g["wrong"]) for g in value["gaps"]] == [
        (["hẹn"], ["trả", "thu"]),
        (["trả"], ["hẹn", "thu"]),
    ]


# --- order, pairs, essays ---------------------------------------------------------


def test_ordering__takes_the_order_of_the_key():
    steps = "".join(
        f'<simpleChoice identifier="{n}">{t}</simpleChoice>'
        for n, t in (("A", "Trả"), ("B", "Nhận"), ("C", "Xử lý"))
    )
    asked = (
        f'<orderInteraction responseIdentifier="RESPONSE">{steps}</orderInteraction>'
    )
    found = read(
        item(response("B|C|A", cardinality="ordered"), SCORE, body(asked), MATCH)
    )
    assert found.draft.value["items"] == ["Nhận", "Xử lý", "Trả"]
    assert found.draft.value["is_partial"] is False


def match_interaction(lefts, rights):
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{n}" matchMax="9">{t}</simpleAssociableChoice>'
            for n, t in column
        )
        + "</simpleMatchSet>"
        for column in (lefts, rights)
    )
    return f'<matchInteraction responseIdentifier="RESPONSE" maxAssociations="9">{sets}</matchInteraction>'


def pairs(value):
    return [(pair["left"], pair["right"]) for pair in value["pairs"]]


LEFTS, RIGHTS = [("A", "a"), ("B", "b")], [("X", "x"), ("Y", "y"), ("Z", "z")]


@pytest.mark.parametrize(
    ("key", "columns"), [("A Y|B X", (LEFTS, RIGHTS)), ("Y A|X B", (RIGHTS, LEFTS))]
)
def test_matching__the_side_with_one_partner_each_is_the_left(key, columns):
    points = mapping(**{k.replace(" ", "__"): "1" for k in key.split("|")})
    declared = response(
        key, cardinality="multiple", base="directedPair", mapping=points
    )
    found = read(item(declared, SCORE, body(match_interaction(*columns)), MAP))
    assert pairs(found.draft.value) == [("a", "y"), ("b", "x")]
    assert found.draft.value["distractors"] == ["z"]
    assert found.losses == ()


def test_matching__all_or_nothing_is_said():
    declared = response("A Y|B X", cardinality="multiple", base="directedPair")
    found = read(item(declared, SCORE, body(match_interaction(LEFTS, RIGHTS)), MATCH))
    assert "cách chấm" in found.losses[0]


def test_matching__several_partners_on_both_sides_are_refused():
    declared = response("A X|A Y|B Y|B Z", cardinality="multiple", base="directedPair")
    found = read(item(declared, SCORE, body(match_interaction(LEFTS, RIGHTS)), MATCH))
    assert "matchInteraction" in found.refusal


def test_associate__becomes_two_columns():
    names = [("A", "a"), ("B", "b"), ("C", "c"), ("D", "d"), ("E", "e")]
    inner = "".join(
        f'<simpleAssociableChoice identifier="{n}" matchMax="1">{t}</simpleAssociableChoice>'
        for n, t in names
    )
    asked = f'<associateInteraction responseIdentifier="RESPONSE" maxAssociations="2">{inner}</associateInteraction>'
    points = mapping(A__D="1", C__B="1")
    declared = response("A D|C B", cardinality="multiple", base="pair", mapping=points)
    found = read(item(declared, SCORE, body(asked), MAP))
    assert pairs(found.draft.value) == [("a", "d"), ("c", "b")]
    assert found.draft.value["distractors"] == ["e"]
    assert "hai cột" in found.losses[0]


def test_essay__rubric_for_scorers_is_the_guide():
    asked = (
        '<rubricBlock view="scorer"><p>Nêu đủ ba ý.</p></rubricBlock><p>Phân tích.</p>'
        '<extendedTextInteraction responseIdentifier="RESPONSE"/>'
    )
    kind, value = value_of(item(response(base="string"), SCORE, body(asked)))
    assert (kind, value["guide"]) == ("essay", "<p>Nêu đủ ba ý.</p>")
    assert value["text"] == "<p>Phân tích.</p>"


# --- what cannot come -------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ('<uploadInteraction responseIdentifier="RESPONSE"/>', "uploadInteraction"),
        ('<hotspotInteraction responseIdentifier="RESPONSE"/>', "hotspotInteraction"),
        ("<p>Chỉ là lời dẫn.</p>", "itemBody"),
        (choices("a", "b") + choices("c", "d"), "choiceInteraction"),
        (choices("a"), "simpleChoice"),
        (entry("KHAC"), "responseDeclaration"),
    ],
)
def test_item__that_the_bank_cannot_hold_is_refused_by_name(asked, word):
    found = read(item(response("A"), SCORE, body(asked), MATCH))
    assert found.draft is None
    assert word in found.refusal


def test_processing__that_is_unknown_is_said_and_the_key_taken():
    template = TEMPLATE.format("my_own")
    found = read(item(response("A"), SCORE, body(choices("a", "b")), template))
    assert found.draft.value["options"][0]["is_right"]
    assert "my_own" in found.losses[0]


def test_processing__by_points_of_a_picture_is_refused_without_key():
    template = TEMPLATE.format("map_response_point")
    found = read(item(response(), SCORE, body(choices("a", "b")), template))
    assert "không có phương án" in found.refusal


def test_processing__with_an_unknown_operator_is_said():
    test = (
        '<customOperator class="x"><variable identifier="RESPONSE"/></customOperator>'
    )
    found = read(item(response("B"), SCORE, body(choices("a", "b")), score_if(test)))
    assert found.draft.value["options"][1]["is_right"]
    assert "customOperator" in found.losses[0]


@pytest.mark.parametrize("huge", ["1e999999999", "NaN", "Infinity", "x"])
def test_numeric__a_number_out_of_bounds_is_refused(huge):
    found = read(item(response(huge, base="float"), SCORE, body(entry()), MATCH))
    assert huge in found.refusal


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"<x/>", b"<questestinterop/>", b"xin chao", b"\xff\xfe<"]
)
def test_file__that_is_no_qti_is_refused(content):
    with pytest.raises(UnusableFile):
        Qti().read(content)


# --- packages ---------------------------------------------------------------------


def manifest(*hrefs):
    lines = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{href}"/>'
        for n, href in enumerate(hrefs)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">'
        f"<resources>{lines}</resources></manifest>"
    ).encode()


GOOD = item(response("A"), SCORE, body(choices("a", "b")), MATCH)


def test_package__reads_items_in_the_order_of_the_manifest():
    other = GOOD.replace(b"cau-1", b"cau-2")
    content = archive(
        ("goi/z.xml", other),
        ("goi/b/a%20b.xml", b"x"),
        ("goi/a b.xml", GOOD),
        (
            "goi/imsmanifest.xml",
            manifest("z.xml", "a%20b.xml", "thieu.xml", "b/a%2520b.xml"),
        ),
    )
    items = Qti().read(content)
    assert [i.place for i in items[:2]] == ["goi/z.xml", "goi/a b.xml"]
    assert [i.draft.code for i in items[:2]] == ["cau-2", "cau-1"]
    assert "không có trong gói" in items[2].refusal
    assert "hỏng" in items[3].refusal


def test_package__without_manifest_finds_the_items():
    items = Qti().read(archive(("a.xml", GOOD), ("b.xml", GOOD), ("c.xml", b"<html/>")))
    assert [i.draft.code for i in items] == ["cau-1", "cau-1-2"]


def test_package__without_items_is_unusable():
    with pytest.raises(UnusableFile, match="không có câu hỏi"):
        Qti().read(archive(("imsmanifest.xml", manifest())))


def test_package__pictures_come_with_their_words():
    asked = (
        '<p>Xem <img src="../hinh/so%20do.png" alt="Sơ đồ"/></p>'
        '<p><object type="image/png" data="../hinh/b.png">Bìa</object></p>'
        '<p><img src="http://example.org/x.png" alt="x"/></p>'
    )
    content = archive(
        (
            "items/1.xml",
            item(response("A"), SCORE, body(asked + choices("a", "b")), MATCH),
        ),
        ("hinh/so do.png", png(1)),
        ("hinh/b.png", png(2)),
        ("imsmanifest.xml", manifest("items/1.xml")),
    )
    found = read(content)
    text = found.draft.value["text"]
    assert '<img src="picture:so_do.png" alt="Sơ đồ">' in text
    assert '<img src="picture:b.png" alt="Bìa">' in text
    assert found.draft.pictures == {"so_do.png": png(1), "b.png": png(2)}
    assert any("example.org" in loss for loss in found.losses)


# --- damage -----------------------------------------------------------------------

SEEDS = [
    NEW_CHOICE,
    item(
        response("A D|C B", cardinality="multiple", base="directedPair"),
        SCORE,
        body(match_interaction(LEFTS, RIGHTS)),
        MAP,
    ),
    item(
        response("28.81", base="float"),
        SCORE,
        body(f"<p>x {entry()} %</p>"),
        score_if(f'<equal tolerance="1 2">{NUMBER.format(BASE.format("3"))}</equal>'),
    ),
    item(
        response("b", base="string", mapping=mapping(a="1", b="2")),
        SCORE,
        body(f"<p>x {entry()} y [[1]]</p>"),
        MAP,
    ),
]


def test_fill_in__with_too_many_gaps_is_refused():
    gaps = "".join(f"<p>{entry(f'R{n}')} x</p>" for n in range(60))
    assert "quá nhiều" in read(item(response("A"), SCORE, body(gaps))).refusal
