import logging
import re

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "một mật khẩu dài"


@pytest.fixture
def officer():
    return UserFactory(
        staff_code="BRVT-26611-03", email="nhung@xa.example", password=PASSWORD
    )


def log_in(client, username, password=PASSWORD):
    return client.post(reverse("login"), {"username": username, "password": password})


@pytest.mark.parametrize(
    "name", ["BRVT-26611-03", "brvt-26611-03", " Nhung@XA.example "]
)
def test_log_in__with_staff_code_or_email(client, officer, name):
    assert log_in(client, name).status_code == 302
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_wrong_password_and_unknown_name_look_the_same(client, officer, caplog):
    caplog.set_level(logging.WARNING)
    wrong = log_in(client, officer.staff_code, "sai").content.decode()
    unknown = log_in(client, "khong-co", "sai").content.decode()
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", wrong) == strip.sub("", unknown)
    assert "login refused: BRVT-26611-03" in caplog.text


def test_sixth_wrong_try_is_locked_out(client, officer):
    for _ in range(5):
        response = log_in(client, officer.staff_code, "sai")
    assert response.status_code == 429
    assert "15 phút" in response.content.decode()
    assert log_in(client, officer.staff_code).status_code == 429


def test_a_person_without_a_password_cannot_log_in_but_can_ask_for_one(
    client, mailoutbox
):
    person = UserFactory(email="moi@xa.example")
    assert log_in(client, person.staff_code, "").status_code == 200
    client.post(reverse("password_reset"), {"email": "MOI@xa.example"})
    link = re.search(r"http://\S+", mailoutbox[0].body)[0]
    page = client.get(link, follow=True)
    assert page.context["validlink"]
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(page.request["PATH_INFO"], form).status_code == 302
    assert log_in(client, person.staff_code).status_code == 302


def test_reset_for_an_unknown_address_says_the_same_and_sends_nothing(
    client, mailoutbox
):
    response = client.post(reverse("password_reset"), {"email": "la@xa.example"})
    assert response.url == reverse("password_reset_done")
    assert not mailoutbox


def test_inactive_people_stay_out(client):
    UserFactory(staff_code="CU", password=PASSWORD, is_active=False)
    assert log_in(client, "CU").status_code == 200


def test_language_is_vietnamese_whatever_the_browser_asks(client):
    page = client.get(reverse("login"), headers={"accept-language": "en-US"})
    assert page.headers["Content-Language"] == "vi"
    client.post(reverse("set_language"), {"language": "en", "next": "/login/"})
    assert client.get(reverse("login")).headers["Content-Language"] == "en"


def test_language_form_does_not_redirect_away(client):
    response = client.post(
        reverse("set_language"), {"language": "en", "next": "https://evil.example/"}
    )
    assert response.url == "/"


def test_language_is_kept_for_who_is_logged_in(as_user, officer):
    client = as_user(officer)
    response = client.post(reverse("set_language"), {"language": "en", "next": "/my/"})
    assert response.url == "/my/"
    officer.refresh_from_db()
    assert officer.language == "en"
    assert client.get("/my/").headers["Content-Language"] == "en"


def test_wagtail_sends_to_the_one_log_in(client, as_user, officer):
    assert (
        client.get("/cms/", follow=True).redirect_chain[-1][0] == "/login/?next=/cms/"
    )
    refused = as_user(officer).get("/cms/", follow=True)
    assert refused.status_code == 403
    assert "dành cho giảng viên" in refused.content.decode()


@pytest.mark.parametrize("query", ["Nhung", "hong nhung", "Hồng", "brvt-26611"])
def test_administrator_finds_people__with_and_without_marks(as_user, query):
    UserFactory(staff_code="BRVT-26611-09", full_name="Lê Thị Hồng Nhung")
    UserFactory(staff_code="KHAC-1", full_name="Trần Văn Bảy")
    chief = UserFactory(staff_code="quan-tri", full_name="Quản Trị", is_superuser=True)
    page = as_user(chief).get("/cms/users/", {"q": query}).content.decode()
    assert "BRVT-26611-09" in page
    assert "KHAC-1" not in page
