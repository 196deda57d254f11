"""The registry of kinds. A new kind is a module, a line here and a migration."""

from wagtail import blocks

from questions.kinds.base import Answer, Definition, Kind, Shown, Shows
from questions.kinds.essay import Essay
from questions.kinds.fill_in import FillIn
from questions.kinds.matching import Matching
from questions.kinds.multiple import Multiple
from questions.kinds.numeric import Numeric
from questions.kinds.ordering import Ordering
from questions.kinds.short_answer import ShortAnswer
from questions.kinds.single import Single
from questions.kinds.true_false import TrueFalse

__all__ = ["KINDS", "Answer", "Definition", "DefinitionBlock", "Kind", "Shown", "Shows"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Single(),
        Multiple(),
        TrueFalse(),
        Numeric(),
        ShortAnswer(),
        Ordering(),
        Matching(),
        FillIn(),
        Essay(),
    )
}


class DefinitionBlock(blocks.StreamBlock):
    """What an author fills in: exactly one block, one kind per block."""

    def __init__(self, local_blocks=None, **kwargs) -> None:
        kinds = [(kind.name, kind.block()) for kind in KINDS.values()]
        super().__init__([*kinds, *(local_blocks or [])], **kwargs)

    class Meta:
        min_num = 1
        max_num = 1
