"""Codes of every kind that stand in an address: one with a "/" is refused or routed."""

from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.models import Agency
from tests.factories import AgencyFactory, CourseFactory, LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db
HEADINGS = "code,name_vi,type,parent_code,valid_from,valid_to"


@pytest.mark.parametrize("code", ["A/B", "A B", "A?B", ".A", "A%2F"])
def test_a_unit(code, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADINGS}\n{code},Xã A,xa,,2020-01-01,\n")
    with pytest.raises(CommandError):
        call_command("import_agencies", file)
    assert "Mã" in "".join(capsys.readouterr())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(code=code)


def test_a_unit_that_a_reorganisation_founds(tmp_path, capsys):
    AgencyFactory(code="A")
    file = tmp_path / "a.csv"
    heading = "action,code,new_code,new_name,new_kind,new_parent"
    file.write_text(f"{heading}\nmerge,A,B/C,Xã BC,xa,\n")
    with pytest.raises(CommandError):
        call_command("reorganise", file, effective="2025-07-01")
    assert "không dùng được “/”" in "".join(capsys.readouterr())


@pytest.mark.parametrize("slug", ["a/b", "a b", "a?b"])
def test_a_course_and_its_pages(slug):
    course = CourseFactory()
    lesson = LessonFactory(module=ModuleFactory(course=course))
    for page in (course, lesson):
        page.slug = slug
        with pytest.raises(ValidationError):
            page.full_clean()


@pytest.mark.parametrize("code", ["/", "a/b", "BRVT-7K4M/Q2XP", "..", "a?b", "%2F"])
def test_a_code_of_a_certificate(client, code):
    answer = client.get(reverse("verify"), {"code": code}, follow=True)
    assert answer.status_code in {200, 404}
    assert client.get(f"/verify/{quote(code)}/").status_code == 404
