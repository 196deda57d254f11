"""The kinds that QTI can carry: those with a module `questions.kinds.<kind>.qti`.

The module has `fits(item)`, `read(item) -> value`, `write(value, paper)` and `UNSEEN`,
the fields of the value that no QTI shows.
"""

from django.utils.translation import gettext as _

from questions.formats.kinds import modules
from questions.formats.qti.item import AssessmentItem, Refused

MOST = 50  # answers that one item may ask for


def kind_of(item: AssessmentItem) -> str:
    """The kind that can hold the item; raises Refused naming what it asks with."""
    if len(item.interactions) > MOST:
        raise Refused(_("itemBody: quá nhiều chỗ trả lời trong một câu."))
    known = modules("qti")
    if item.hint in known and known[item.hint].fits(item):
        return item.hint
    for kind, module in known.items():
        if module.fits(item):
            return kind
    tags = list(dict.fromkeys(element.tag for element in item.interactions))
    if not tags:
        raise Refused(_("itemBody: không hỏi gì (không có interaction)."))
    raise Refused(
        _("%(tags)s: ngân hàng không có dạng câu hỏi này.")
        % {"tags": ", ".join(tags)[:200]}
    )
