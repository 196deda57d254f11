"""Who may change what in the bank: a shelf's course group, and superusers.

Every trainer sees, uses, previews and copies every question: colleagues share. Changing
one is for the group in charge of its shelf: the course group of the nearest category
upwards that names one. Where none does, every trainer may. This comes on top of the
permissions on the model. Commands ask nobody: they are the operator's.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from questions.models import Question, QuestionCategory

Thing = Question | QuestionCategory


class ShelfPermissionPolicy(ModelPermissionPolicy):
    """The permission on the model, and to change something the right to its shelf."""

    def user_has_permission_for_instance(
        self, user: User, action: str, instance: Thing
    ) -> bool:
        may = super().user_has_permission_for_instance(user, action, instance)
        return may and (action == "view" or not closed_to(user, [instance]))

    def instances_user_has_any_permission_for(
        self, user: User, actions: Sequence[str]
    ) -> QuerySet:
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if "view" in actions else rows.changeable_by(user)


def closed_to(user: User, things: Sequence[Thing]) -> list[Thing]:
    """Those this person may not change; one query. What is not saved yet is open."""
    saved = [thing for thing in things if thing.pk is not None]
    if not saved or user.is_superuser:
        return []
    rows = type(saved[0])._default_manager.filter(pk__in=[thing.pk for thing in saved])
    open_to = set(rows.changeable_by(user).values_list("pk", flat=True))
    return [thing for thing in saved if thing.pk not in open_to]


def refusal(user: User, things: Sequence[Thing]) -> str:
    """Why the person may not change these: whose is the first closed one; else ""."""
    closed = closed_to(user, things)
    if not closed:
        return ""
    return _(
        "Không sửa được: nhóm câu hỏi “%(shelf)s” do “%(group)s” phụ trách. Nhờ một người của “%(group)s” sửa, hoặc nhờ quản trị viên thêm anh/chị vào đó."
    ) % _names(_shelf_of(closed[0], user))


def refusal_into(shelf: QuestionCategory) -> str:
    """Why nothing can be put on a shelf of another group."""
    return _(
        "Không đưa vào nhóm câu hỏi “%(shelf)s” được: “%(group)s” phụ trách nhóm này. Chọn nhóm khác, hoặc nhờ quản trị viên thêm anh/chị vào “%(group)s”."
    ) % _names(shelf)


def _names(shelf: QuestionCategory) -> dict[str, object]:
    return {"shelf": shelf, "group": shelf.group_in_charge()}


def _shelf_of(thing: Thing, user: User) -> QuestionCategory:
    """The shelf that keeps the person out: where the newest version is, or the row."""
    if isinstance(thing, QuestionCategory):
        return thing
    standing = Question.objects.get(pk=thing.pk)
    newest = standing.get_latest_revision_as_object().category
    return newest if closed_to(user, [newest]) else standing.category
