"""Items as other programs write them; the questions are ours."""

HEAD_2 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem '
    'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{name}" '
    'title="{name}" adaptive="false" timeDependent="false">'
)
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
TEMPLATE = (
    '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/'
    'rptemplates/{}"/>'
)
MATCH, MAP = TEMPLATE.format("match_correct"), TEMPLATE.format("map_response")


def item(*parts: str, name: str = "cau-1") -> bytes:
    return (HEAD_2.format(name=name) + "".join(parts) + "</assessmentItem>").encode()


def response(
    key: str = "",
    *,
    cardinality: str = "single",
    base: str = "identifier",
    mapping: str = "",
    name: str = "RESPONSE",
) -> str:
    values = "".join(f"<value>{one}</value>" for one in key.split("|") if one)
    right = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" '
        f'baseType="{base}">{right}{mapping}</responseDeclaration>'
    )


def mapping(default: str = "0", bounds: str = "", **points: str) -> str:
    entries = "".join(
        f'<mapEntry mapKey="{key.replace("__", " ")}" mappedValue="{value}"/>'
        for key, value in points.items()
    )
    return f'<mapping defaultValue="{default}" {bounds}>{entries}</mapping>'


def body(inner: str) -> str:
    return f"<itemBody>{inner}</itemBody>"


def choices(*texts: str, most: int = 1, prompt: str = "Hạn nào đúng?") -> str:
    options = "".join(
        f'<simpleChoice identifier="{letter}">{text}</simpleChoice>'
        for letter, text in zip("ABCDEF", texts, strict=False)
    )
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="{most}">'
        f"<prompt>{prompt}</prompt>{options}</choiceInteraction>"
    )


def entry(name: str = "RESPONSE") -> str:
    return f'<textEntryInteraction responseIdentifier="{name}"/>'


def score_if(test: str, value: str = "1") -> str:
    return (
        f"<responseProcessing><responseCondition><responseIf>{test}"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">'
        f"{value}</baseValue></setOutcomeValue></responseIf></responseCondition>"
        "</responseProcessing>"
    )


NEW_CHOICE = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
  identifier="moi-1" title="Mới" adaptive="false" time-dependent="false" xml:lang="vi">
 <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
  <qti-correct-response><qti-value>B</qti-value></qti-correct-response>
 </qti-response-declaration>
 <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
 <qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>
 <qti-item-body>
  <p>Ai cấp bản sao?</p>
  <qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
   <qti-simple-choice identifier="A">Thôn
    <qti-feedback-inline outcome-identifier="FEEDBACK" identifier="A" show-hide="show">Thôn không phải cơ quan.</qti-feedback-inline>
   </qti-simple-choice>
   <qti-simple-choice identifier="B">Cơ quan lưu sổ gốc</qti-simple-choice>
  </qti-choice-interaction>
  <qti-feedback-block outcome-identifier="FEEDBACK" identifier="B" show-hide="show">
   <qti-content-body><p>Đúng theo Nghị định.</p></qti-content-body>
  </qti-feedback-block>
 </qti-item-body>
 <qti-response-processing>
  <qti-response-condition>
   <qti-response-if>
    <qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
    <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>
   </qti-response-if>
   <qti-response-else>
    <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">0</qti-base-value></qti-set-outcome-value>
   </qti-response-else>
  </qti-response-condition>
  <qti-set-outcome-value identifier="FEEDBACK"><qti-variable identifier="RESPONSE"/></qti-set-outcome-value>
 </qti-response-processing>
</qti-assessment-item>
""".encode()
