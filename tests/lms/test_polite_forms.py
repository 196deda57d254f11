"""The coordinators' forms say what to do in our own sentences."""

import importlib
from pathlib import Path

import pytest
from django import forms

from accounts.polite_forms import Polite, PoliteForm

ROOT = Path(__file__).resolve().parents[2]
DESKS = ["agencies", "enrolments", "progress"]


def our_forms() -> list[type]:
    for app in DESKS:
        for file in (ROOT / app).rglob("*.py"):
            if "Form):" in file.read_text() and "migrations" not in file.parts:
                path = file.relative_to(ROOT).with_suffix("")
                importlib.import_module(".".join(path.parts))
    todo, found = [forms.BaseForm], []
    while todo:
        kinds = todo.pop().__subclasses__()
        todo += kinds
        found += [kind for kind in kinds if kind.__module__.split(".")[0] in DESKS]
    return found


def test_every_form_of_the_coordinators_desk_is_polite():
    found = our_forms()
    assert len(found) > 15
    assert [kind for kind in found if not issubclass(kind, Polite)] == []


class Everything(PoliteForm):
    day = forms.DateField()
    other_day = forms.DateField(error_messages={"invalid": "Ngày lạ."})
    hour = forms.TimeField()
    number = forms.IntegerField(min_value=5)
    text = forms.CharField(max_length=3)
    link = forms.URLField(assume_scheme="https")
    email = forms.EmailField()
    choice = forms.ChoiceField(choices=[("a", "a")])


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("day", "31/02/2022", "Ngày viết như 21/11/2022."),
        ("day", "", "Chưa ghi ngày. Ngày viết như 21/11/2022."),
        ("other_day", "x", "Ngày lạ."),
        ("hour", "x", "Giờ viết như 7:30."),
        ("number", "3", "Số phải từ 5 trở lên."),
        ("number", "x", "Ô này chỉ ghi số nguyên, ví dụ 80."),
        ("text", "abcd", "Viết dài quá: 4 ký tự, nhiều nhất 3. Anh/chị rút gọn lại."),
        ("text", "", "Ô này còn trống. Anh/chị điền vào rồi lưu lại."),
        ("link", "x y", "Đường dẫn viết như https://hop.coquan.gov.vn/phong-1."),
        ("email", "x", "Thư điện tử viết như ten@coquan.gov.vn."),
        ("choice", "b", "Lựa chọn này không còn trong danh sách. Anh/chị chọn lại."),
        ("choice", "", "Anh/chị chưa chọn."),
    ],
)
def test_a_refusal_says_what_to_do(name, said, sentence):
    assert Everything({name: said}).errors[name] == [sentence]
