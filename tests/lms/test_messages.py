import gettext

from lms.embedded.messages import compile_messages

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Nộp bài"
msgstr "Submit"

#, fuzzy
msgid "Đăng nhập"
msgstr "not checked yet"

msgid "%(n)s bài"
msgid_plural "%(n)s bài"
msgstr[0] "%(n)s lesson"
msgstr[1] "%(n)s lessons"
"""


def test_translations_are_compiled_once__and_again_when_changed(tmp_path):
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    assert compile_messages(tmp_path) == 1
    assert compile_messages(tmp_path) == 0
    english = gettext.translation("django", tmp_path, ["en"])
    assert english.gettext("Nộp bài") == "Submit"
    assert english.gettext("Đăng nhập") == "Đăng nhập"
    assert english.ngettext("%(n)s bài", "%(n)s bài", 2) == "%(n)s lessons"
    po.write_text(PO.replace("Submit", "Hand in"))
    assert compile_messages(tmp_path) == 1
