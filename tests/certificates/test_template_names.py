"""Courses choose a template by its name: no two have the same."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from certificates.models import CertificateTemplate
from tests.certificates.template_forms import snippet_url, words
from tests.factories import CertificateTemplateFactory, UserFactory

pytestmark = pytest.mark.django_db
twins = import_module("certificates.migrations.0023_template_names_are_unique")


def test_a_name_that_is_taken__is_refused_in_words(as_user):
    CertificateTemplateFactory(name="Mẫu Ấn phẩm")
    admin = as_user(UserFactory(is_superuser=True))
    sent = words(name="MẪU ấn phẩm")
    answer = admin.post(snippet_url(CertificateTemplate, "add"), sent)
    assert answer.context["form"].errors["name"] == [
        "Đã có mẫu mang tên này. Đặt tên khác để phân biệt."
    ]
    other = CertificateTemplateFactory(name="Mẫu khác")
    other.full_clean()  # its own name is no twin
    other.name = "Mẫu ẤN phẩm"
    with pytest.raises(ValidationError):
        other.full_clean()


def test_twins_of_before__are_numbered():
    constraint = CertificateTemplate._meta.constraints[0]
    with connection.schema_editor() as editor:
        editor.remove_constraint(CertificateTemplate, constraint)
    names = ["Mẫu", "MẪU", "Mẫu (2)", "Mẫu", "x" * 120, "X" * 120]
    for name in names:
        CertificateTemplateFactory(name=name)
    twins.forwards(apps, None)
    kept = CertificateTemplate.objects.order_by("pk").values_list("name", flat=True)
    assert list(kept) == [
        "Mẫu", "MẪU (3)", "Mẫu (2)", "Mẫu (4)", "x" * 120, "X" * 116 + " (2)"
    ]  # fmt: skip
