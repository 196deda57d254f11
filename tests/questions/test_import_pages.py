"""The trainer's desk: a file sent, looked at, confirmed, taken back; and out again."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from questions.formats.sheet import Sheet
from questions.importing import plan
from questions.models import Question
from questions.services import import_kept
from questions.services import kept as kept_service
from tests.factories import UserFactory
from tests.questions.factories import category, question
from tests.questions.test_importing import bring, draft, pictured

pytestmark = pytest.mark.django_db
UPLOAD = "/cms/question-import/"


def trainer(*codenames: str):
    person = UserFactory()
    wanted = ["access_admin", "add_question", "view_question", *codenames]
    person.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return person


@pytest.fixture
def desk(as_user):
    return as_user(trainer("publish_question"))


def sent(client, drafts, name="cau-hoi.xlsx") -> str:
    file = SimpleUploadedFile(name, Sheet().write(drafts)[0])
    response = client.post(UPLOAD, {"file": file})
    assert response.status_code == 302
    return response.url


def settings_for(shelf, **more) -> dict:
    return {"format": "xlsx", "category": shelf.pk, **more}


def test_upload_to_undo__the_whole_way(desk):
    shelf = category("SHHS")
    url = sent(desk, [draft(code="A-1", category=("Con",)), pictured()])
    first = desk.get(url)
    assert 'value="xlsx" selected' in first.content.decode()
    seen = desk.get(url, settings_for(shelf)).content.decode()
    assert "Nhập 2 câu" in seen
    assert not Question.objects.exists()
    done = desk.post(f"{url}confirm/", settings_for(shelf), follow=True)
    assert "Đã nhập 2 câu" in done.content.decode()
    assert Question.objects.filter(live=True).count() == 2
    undone = desk.post(f"{url}undo/", follow=True)
    assert "Đã xóa 2 câu" in undone.content.decode()
    assert not Question.objects.exists()


def test_confirm__twice__imports_once(desk):
    shelf = category("SHHS")
    url = sent(desk, [draft()])
    for _ in range(2):
        desk.post(f"{url}confirm/", settings_for(shelf))
    assert Question.objects.count() == 1
    assert "Đã nhập 1 câu" in desk.get(f"{url}result/").content.decode()


def test_preview__says_what_is_refused_and_what_is_there(desk):
    shelf = category("SHHS")
    bring(draft())
    long = draft("Hai?", code="X" * 41)
    seen = desk.get(sent(desk, [draft(), long]), settings_for(shelf)).content.decode()
    assert "đã có sẵn 1, từ chối 1" in seen
    assert "dòng 3" in seen
    assert "Không có câu nào để nhập" in seen


def test_preview__wrong_format__says_so_and_can_be_corrected(desk):
    url = sent(desk, [draft()])
    seen = desk.get(url, {"format": "aiken", "category": category("SHHS").pk})
    assert seen.status_code == 200
    assert 'role="alert"' in seen.content.decode()


def test_item__looks_as_learners_will_see_it(desk):
    shelf = category("SHHS")
    url = sent(desk, [draft("Mẫu nào?")])
    page = desk.get(f"{url}items/0/", settings_for(shelf)).content.decode()
    assert "Mẫu nào?" in page
    assert "Giấy tiếp nhận" in page
    assert desk.get(f"{url}items/9/", settings_for(shelf)).status_code == 404


def test_without_the_right_to_publish__drafts_only(as_user):
    client, shelf = as_user(trainer()), category("SHHS")
    url = sent(client, [draft()])
    client.post(f"{url}confirm/", settings_for(shelf))
    assert not Question.objects.get().live


def test_another_persons_file__is_not_found(desk, as_user):
    url = sent(desk, [draft()])
    other = as_user(trainer())
    assert other.get(url).status_code == 404
    assert other.post(f"{url}undo/").status_code == 404
    assert (
        other.get(reverse("question_import_preview", args=[uuid4()])).status_code == 404
    )


@pytest.mark.parametrize("name", ["question_import", "question_import_template"])
def test_without_the_right_to_add__is_turned_away(as_user, name):
    person = UserFactory()
    person.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    assert as_user(person).get(reverse(name)).status_code == 302


def test_large_file__is_queued_and_the_worker_may_come_twice(
    desk, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(kept_service, "LARGE", 1)
    shelf, person = category("SHHS"), desk.session["_auth_user_id"]
    url = sent(desk, [draft(), draft("Hai?")])
    with django_capture_on_commit_callbacks() as queued:
        desk.post(f"{url}confirm/", settings_for(shelf))
    assert len(queued) == 1
    name, args = queued[0].args[0], queued[0].keywords["args"]
    assert (name, args[1]) == ("questions.import_kept", int(person))
    assert 'http-equiv="refresh"' in desk.get(f"{url}result/").content.decode()
    from django.utils import timezone

    for _ in range(2):
        import_kept(uid=args[0], owner=args[1], settings=args[2], at=timezone.now())
    assert Question.objects.count() == 2
    assert "Đã nhập 2 câu" in desk.get(f"{url}result/").content.decode()


def test_template__can_be_read_and_has_only_examples(desk):
    content = desk.get(reverse("question_import_template")).content
    assert Sheet().read(content) == []


def test_export__downloads_what_import_knows_already(desk):
    bring(draft(code="A-1"), pictured())
    shelf = category("SHHS")
    response = desk.get(reverse("question_export"), settings_for(shelf))
    assert response["Content-Disposition"] == 'attachment; filename="shhs.xlsx"'
    planned, _bank = plan(Sheet().read(response.content), base=("SHHS",))
    assert {str(item.state) for item in planned} == {"unchanged"}


def test_list__offers_both_ways(desk):
    question()
    page = desk.get(reverse(Question.snippet_viewset.get_url_name("list")))
    text = page.content.decode()
    assert reverse("question_import") in text
    assert reverse("question_export") in text
