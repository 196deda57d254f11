"""The trainer's desk: a file sent, looked at, confirmed, taken back; and out again."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from questions import importing
from questions.formats.sheet import Sheet
from questions.importing import plan
from questions.models import Question
from tests.factories import UserFactory
from tests.questions.factories import category, question
from tests.questions.formats.damage import packed
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


def zipped(name: str) -> bytes:
    return packed({name: b"<x/>"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp trống"),
        (zipped("word/document.xml"), "tệp Word, "),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "tệp Word, Excel 97-2003, "),
        (b"%PDF-1.7\n", "tệp PDF, "),
        (b"\x89PNG\r\n", "tệp PNG, "),
    ],
)
def test_upload__of_something_else__is_refused_with_what_to_do(desk, content, said):
    response = desk.post(UPLOAD, {"file": SimpleUploadedFile("cau.docx", content)})
    assert response.status_code == 200
    text = response.content.decode()
    assert said in text
    assert "Tải tệp mẫu Excel" in text


def test_upload__of_more_than_100_mb__is_refused_before_it_is_kept(desk, tmp_path):
    path = tmp_path / "lon.txt"
    with path.open("wb") as stream:
        stream.truncate(importing.MAX_BYTES + 1)
    with path.open("rb") as stream:
        response = desk.post(UPLOAD, {"file": stream})
    assert "Chia thành nhiều tệp nhỏ hơn" in response.content.decode()


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
