"""A corrected key put into a definition that an attempt froze. Pure.

The frozen wording and the order in which it was shown stay; what marking reads is
taken from the corrected question. What that is, every kind says for itself.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from questions.kinds import KINDS, Definition
from questions.kinds.base import Mismatch, same_text

__all__ = ["Mismatch", "can_rekey", "rekeyed"]


def rekeyed(frozen: Definition, corrected: Definition) -> Definition:
    """The frozen definition with the key of the corrected one.

    Equal to `frozen` when all that marking reads is the same already. Raises Mismatch,
    with a sentence for the trainer, when what was shown then cannot be told from the
    new wording.
    """
    kind = frozen["kind"]
    if kind != corrected["kind"]:
        raise Mismatch(_("Câu hỏi đã đổi sang dạng khác."))
    if not can_rekey(kind):
        raise Mismatch(_("Dạng câu này do người chấm, không có đáp án để sửa."))
    if same_text(frozen["text"]) != same_text(corrected["text"]):
        raise Mismatch(_("Lời câu hỏi đã đổi so với lúc làm bài."))
    return frozen | KINDS[kind].rekeyed(frozen, corrected)


def can_rekey(kind: str) -> bool:
    """Whether a machine marks this kind by a key."""
    return not KINDS[kind].is_marked_by_person
