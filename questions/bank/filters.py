"""What the list of the bank can be narrowed by, in its address."""

from __future__ import annotations

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet

from legal.models import LegalBasis
from questions.models import Question, QuestionCategory


def tags_in_use(_request: object) -> models.QuerySet:
    used = Question.tags.through.objects.values("tag")
    return Tag.objects.filter(pk__in=used).order_by("name")


def cited_bases(_request: object) -> models.QuerySet:
    return LegalBasis.objects.filter(questions__isnull=False).distinct()


class QuestionFilterSet(WagtailFilterSet):
    """By shelf with everything below it, kind, state, difficulty, tag and cited law."""

    within = django_filters.ModelChoiceFilter(
        label=_("Nhóm"), queryset=QuestionCategory.objects.all(), method="in_category"
    )
    drawable = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("yes", _("Đang dùng")),
            ("draft", _("Bản nháp")),
            ("changed", _("Có bản sửa chưa xuất bản")),
            ("retired", _("Đã ngừng dùng")),
        ],
        method="in_state",
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("Thẻ"), queryset=tags_in_use, field_name="tags"
    )
    legal = django_filters.ModelChoiceFilter(
        label=_("Căn cứ pháp lý"), queryset=cited_bases, field_name="legal_bases"
    )

    class Meta:
        model = Question
        fields = ["kind", "difficulty"]

    def in_category(
        self, rows: models.QuerySet, _name: str, category: QuestionCategory
    ) -> models.QuerySet:
        return rows.within(category)

    def in_state(
        self, rows: models.QuerySet, _name: str, state: str
    ) -> models.QuerySet:
        today = timezone.localdate()
        if state == "yes":
            return rows.drawable(on=today)
        if state == "draft":
            return rows.filter(live=False)
        if state == "changed":
            return rows.filter(live=True, has_unpublished_changes=True)
        return rows.filter(retired_on__lte=today)
