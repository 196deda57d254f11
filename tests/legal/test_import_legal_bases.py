"""The command that brings legal texts in, with the file that is shipped."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from legal.importing import read_table
from legal.models import LegalBasis
from legal.services import import_legal_bases

SHIPPED = Path(__file__).resolve().parents[2] / "curriculum" / "legal_bases.csv"
HEADER = (
    "id,number,kind,title_vi,issuer,issued_on,in_force_from,in_force_to,"
    "replaced_by,amended_by"
)
OLD = "nd-a,1/2018/NĐ-CP,nghi_dinh,Cũ,Chính phủ,,2018-06-21,2025-06-30,nd-b,"
NEW = "nd-b,2/2025/NĐ-CP,nghi_dinh,Mới,Chính phủ,2025-06-09,2025-07-01,,,"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese():
    with override("vi"):
        yield


@pytest.fixture
def file(tmp_path):
    return tmp_path / "van-ban.csv"


def write(file, *lines, encoding="utf-8"):
    file.write_bytes("\n".join([HEADER, *lines]).encode(encoding))
    return file


def run(file, capsys, **options) -> dict:
    call_command("import_legal_bases", file, json=True, **options)
    return json.loads(capsys.readouterr().out)


def counts(report: dict) -> tuple:
    return tuple(report[k] for k in ("created", "updated", "unchanged", "refused"))


def test_import__of_the_shipped_file(capsys):
    assert counts(run(SHIPPED, capsys)) == (45, 0, 0, 0)
    decree = LegalBasis.objects.get(code="nd-61-2018")
    assert decree.replaced_by.code == "nd-118-2025"
    assert [b.code for b in decree.amended_by.all()] == ["nd-107-2021"]
    assert counts(run(SHIPPED, capsys)) == (0, 0, 45, 0)


def test_shipped_file__has_no_source_marks():
    assert not re.search(r"\[[SF]\d|\bTBC\b", SHIPPED.read_text(encoding="utf-8"))


def test_import__with_a_byte_order_mark(file, capsys):
    assert counts(run(write(file, NEW, encoding="utf-8-sig"), capsys)) == (1, 0, 0, 0)


def test_import__brings_a_text_up_to_the_file(file, capsys):
    run(write(file, OLD, NEW), capsys)
    changed = OLD.replace("2025-06-30,nd-b,", "2025-07-31,,nd-b")
    assert counts(run(write(file, changed, NEW), capsys)) == (0, 1, 1, 0)
    old = LegalBasis.objects.get(code="nd-a")
    assert (str(old.in_force_to), old.replaced_by) == ("2025-07-31", None)
    assert [b.code for b in old.amended_by.all()] == ["nd-b"]


def test_import_legal_bases__without_update_keeps_what_was_edited(file, capsys):
    run(write(file, OLD, NEW), capsys)
    LegalBasis.objects.filter(code="nd-b").update(title="Sửa trong Wagtail")
    rows = read_table(file.read_text(), kinds=set(LegalBasis.Kind.values)).rows
    assert import_legal_bases(rows=rows, update=False).unchanged == 2
    assert LegalBasis.objects.get(code="nd-b").title == "Sửa trong Wagtail"


def test_import__dry_run_writes_nothing(file, capsys):
    report = run(write(file, OLD, NEW), capsys, dry_run=True)
    assert counts(report) == (2, 0, 0, 0)
    assert not LegalBasis.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (OLD.replace("nd-b", "nd-c"), "replaced_by", "Không có văn bản mã nd-c"),
        (OLD.replace("2018-06-21", "21/6/2018"), "in_force_from", "2022-08-15"),
        (OLD.replace("nghi_dinh", "sac_lenh"), "kind", "nghi_dinh"),
        (OLD.replace("1/2018/NĐ-CP", ""), "number", "không được để trống"),
        (OLD.replace("nd-a", "NĐ A"), "id", "không dấu"),
        (NEW, "id", "đã có ở dòng trên"),
        (OLD.replace("Cũ", "Cũ " * 200), "title_vi", "dài quá 400 chữ"),
    ],
)
def test_import__refuses_a_bad_row_and_writes_none(file, capsys, line, column, said):
    with pytest.raises(SystemExit) as end:
        run(write(file, NEW, line), capsys)
    assert end.value.code == 1
    report = json.loads(capsys.readouterr().out)
    error = report["errors"][0]
    assert (error["row"], error["column"]) == (3, column)
    assert said in error["message"]
    assert counts(report) == (0, 0, 0, 1)
    assert not LegalBasis.objects.exists()


def test_import__partial_writes_the_good_rows(file, capsys):
    bad = NEW.replace("nd-b", "nd-c").replace("2025-07-01", "mai")
    with pytest.raises(SystemExit):
        run(write(file, NEW, bad, OLD.replace("nd-b", "nd-c")), capsys, partial=True)
    assert list(LegalBasis.objects.values_list("code", flat=True)) == ["nd-b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "Thiếu cột: id"),
        (b"", "Thiếu cột"),
        ("số,ký hiệu".encode("utf-16"), "UTF-8"),
        (f"{HEADER}\n{'x' * 200_000}".encode(), "CSV viết sai"),
        (b"x" * 50_000_000, "nặng hơn 5 MB"),
    ],
)
def test_import__of_an_unusable_file(file, content, said):
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import_legal_bases", file)
    assert refused.value.returncode == 2


def test_import__of_no_file(file):
    with pytest.raises(CommandError) as refused:
        call_command("import_legal_bases", file)
    assert refused.value.returncode == 2
