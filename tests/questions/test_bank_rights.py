"""Whose shelf it is: the course group in charge changes its questions, all read them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from questions.bank.rights import closed_to
from questions.models import Question
from tests.factories import CourseFactory
from tests.questions.factories import category, question
from tests.quizzes.marks import trainer

pytestmark = pytest.mark.django_db
DOORS = ["edit", "delete", "unpublish"]


@pytest.fixture
def in_charge():
    """A group whose shelf has a shelf inside with a question; and one trainer of it."""
    CourseFactory()
    group = Group.objects.create(name="Phụ trách SHHS")
    shelf = category("SHHS")
    shelf.course_group = group
    shelf.save()
    inside = question(shelf=category("SHHS", "1. Căn cứ"))
    colleague = trainer()
    colleague.groups.add(group)
    return inside, colleague


def door(name: str, thing: Question) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=[thing.pk])


@pytest.mark.parametrize("name", DOORS)
def test_door__of_another_group_turns_away_with_the_reason(as_user, in_charge, name):
    inside, _colleague = in_charge
    stranger = as_user(trainer(name="Người khóa khác"))
    page = stranger.get(door(name, inside), follow=True)
    assert page.redirect_chain
    assert "Phụ trách SHHS" in page.content.decode()


@pytest.mark.parametrize("name", ["edit", "unpublish"])  # no trainer deletes
def test_door__opens_to_the_group_in_charge(as_user, in_charge, name):
    inside, colleague = in_charge
    assert as_user(colleague).get(door(name, inside)).status_code == 200


def test_list__is_read_by_everybody(as_user, in_charge):
    inside, _colleague = in_charge
    address = reverse(Question.snippet_viewset.get_url_name("list"))
    page = as_user(trainer(name="Người khóa khác")).get(address)
    assert inside.code in page.content.decode()
    assert door("edit", inside) not in page.content.decode()


def test_closed__what_a_draft_put_on_the_shelf_of_another_group(in_charge):
    inside, colleague = in_charge
    stranger = trainer(name="Người khóa khác")
    free = question("true_false", shelf=category("Chung"))
    assert closed_to(stranger, [free]) == []
    free.category = inside.category
    free.save_revision()
    assert closed_to(stranger, [free]) == [free]
    assert closed_to(colleague, [free]) == []
