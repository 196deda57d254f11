"""The kinds that QTI can carry: those with a module `questions.kinds.<kind>.qti`.

The module has `fits(item)`, `read(item) -> value`, `write(value, paper)` and `UNSEEN`,
the fields of the value that no QTI shows.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.utils.translation import gettext as _

from questions.formats.qti.item import AssessmentItem, Refused
from questions.kinds import KINDS

MOST = 50  # answers that one item may ask for
# These look like one of the others, with something more.
SPECIAL = ("true_false", "numeric", "short_answer")


@cache
def modules() -> dict[str, ModuleType]:
    """By the name of the kind, in the order to be asked."""
    names = [f"questions.kinds.{name}.qti" for name in KINDS]
    found = {
        kind: import_module(name)
        for kind, name in zip(KINDS, names, strict=True)
        if find_spec(name)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0] not in SPECIAL))


def kind_of(item: AssessmentItem) -> str:
    """The kind that can hold the item; raises Refused naming what it asks with."""
    if len(item.interactions) > MOST:
        raise Refused(_("itemBody: quá nhiều chỗ trả lời trong một câu."))
    if item.hint in modules() and modules()[item.hint].fits(item):
        return item.hint
    for kind, module in modules().items():
        if module.fits(item):
            return kind
    tags = list(dict.fromkeys(element.tag for element in item.interactions))
    if not tags:
        raise Refused(_("itemBody: không hỏi gì (không có interaction)."))
    raise Refused(
        _("%(tags)s: ngân hàng không có dạng câu hỏi này.")
        % {"tags": ", ".join(tags)[:200]}
    )
