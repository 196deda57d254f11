"""What we write as Moodle XML we read again, whole."""

from hypothesis import given, settings

from questions.formats.moodle import MoodleXml
from tests.questions.factories import steady
from tests.questions.formats.strategies import drafts, files


@given(files())
@settings(steady, max_examples=120)
def test_round_trip__for_every_kind(written):
    content, refused = MoodleXml().write(written)
    items = MoodleXml().read(content)
    assert refused == []
    assert [item.losses for item in items] == [()] * len(written)
    assert [item.draft for item in items] == written


@given(drafts())
@settings(steady, max_examples=60)
def test_written__keeps_wording_and_key_without_our_attribute(draft):
    """Moodle drops what it does not know: nothing that marks may hang on it alone."""
    content, _refused = MoodleXml().write([draft])
    bare = content.replace(b"data-lms=", b"data-other=")
    [item] = MoodleXml().read(bare)
    ours = {name: draft.value[name] for name in ("text", "explanation")}
    if draft.kind == "fill_in":  # the gaps are numbered as they stand
        ours = {"explanation": draft.value["explanation"]}
    else:
        ours |= {
            name: draft.value[name] for name in draft.value if name != "is_partial"
        }
    assert item.draft.kind == draft.kind
    assert {name: item.draft.value[name] for name in ours} == ours
    assert item.draft.code == draft.code
    assert item.draft.tags == draft.tags
