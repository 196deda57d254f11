"""import_questions and export_questions: the words and codes others script against."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questions import importing
from questions.formats.sheet import Sheet
from questions.models import Question, QuestionCategory
from tests.questions.test_importing import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def write(*drafts):
        path = tmp_path / "cau-hoi.xlsx"
        path.write_bytes(Sheet().write(drafts)[0])
        return path

    return write


def bad():
    return draft("Hỏng?", code="X" * 41)


def run(path, *options, form="xlsx", category="SHHS / Con"):
    """Exit code and what stands on stdout."""
    out = StringIO()
    arguments = [str(path), "--format", form, "--category", category, *options]
    try:
        call_command("import_questions", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_json__is_one_object_with_the_promised_keys(file):
    code, out = run(file(draft(code="A-1")), "--json")
    report = json.loads(out)
    assert code == 0
    assert {"imported", "lossy", "refused", "items"} <= set(report)
    assert (report["imported"], report["lossy"], report["refused"]) == (1, 0, 0)
    assert report["items"][0]["state"] == "imported"
    assert str(Question.objects.get().category) == "SHHS / Con"


def test_twice__is_unchanged(file):
    path = file(draft())
    run(path)
    code, out = run(path, "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, 1)
    assert Question.objects.count() == 1


def test_dry_run__writes_nothing(file):
    code, out = run(file(draft()), "--dry-run", "--json")
    assert (code, json.loads(out)["imported"]) == (0, 1)
    assert not Question.objects.exists()
    assert not QuestionCategory.objects.exists()


def test_refused__is_code_1_and_writes_nothing(file):
    code, out = run(file(draft(), bad()), "--json")
    report = json.loads(out)
    assert code == 1
    assert (report["imported"], report["refused"]) == (0, 1)
    assert "dòng 3" in report["items"][1]["place"]
    assert not Question.objects.exists()


def test_refused_with_partial__is_code_1_and_writes_the_rest(file):
    code, _out = run(file(draft(), bad()), "--partial")
    assert code == 1
    assert Question.objects.count() == 1


def test_draft__is_not_published(file):
    run(file(draft()), "--draft")
    assert not Question.objects.get().live


def test_unusable__is_code_2_with_json_all_the_same(tmp_path):
    path = tmp_path / "anh.xlsx"
    path.write_bytes(b"\x89PNG")
    code, out = run(path, "--json")
    assert code == 2
    assert json.loads(out)["items"] == []
    assert json.loads(out)["error"]
    assert run(tmp_path / "khong-co.xlsx")[0] == 2


def test_too_large__is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "lon.xlsx"
    with path.open("wb") as stream:
        stream.truncate(importing.MAX_BYTES + 1)
    assert run(path)[0] == 2


def test_export__comes_back_unchanged(file, tmp_path):
    run(file(draft(category=("A",), code="A-1"), draft("Hai?")))
    path = tmp_path / "ra.xlsx"
    arguments = ["--format", "xlsx", "--category", "SHHS / Con", "--output", str(path)]
    out = StringIO()
    call_command("export_questions", *arguments, "--json", stdout=out)
    assert json.loads(out.getvalue())["exported"] == 2
    assert json.loads(run(path, "--json")[1])["unchanged"] == 2


def test_export__unknown_category__is_code_2(tmp_path):
    arguments = ["--category", "Không có", "--output", str(tmp_path / "ra")]
    with pytest.raises(CommandError) as refusal:
        call_command("export_questions", "--format", "xlsx", *arguments)
    assert refusal.value.returncode == 2
