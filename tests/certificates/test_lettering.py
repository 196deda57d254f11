"""What would not be read on paper is refused where it is written."""

import pytest
from django.core.exceptions import ValidationError

from certificates.models import CertificateTemplate, Issuer

pytestmark = pytest.mark.django_db
LONG = "x" * 46


def refused(thing, field: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        thing.clean()
    return " ".join(refusal.value.message_dict[field])


@pytest.mark.parametrize("field", ["heading", "lead", "body", "note", "english_body"])
def test_a_word_that_no_line_holds__is_refused(field):
    template = CertificateTemplate(name="x", **{field: f"Chứng nhận {LONG} đã học"})
    assert "dài quá 45 chữ" in refused(template, field)


def test_a_word_with_fields__is_as_long_as_what_stands_around_them():
    words = f"{LONG[:30]}{{ngày quyết định}}{LONG[:30]}"
    CertificateTemplate(name="x", lead=words).clean()
    CertificateTemplate(name=LONG, body=f"{LONG[1:]} {LONG[1:]}").clean()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Chứng nhận 証明書", "証, 明, 書"),
        ("Chứng nhận شهادة", "ش"),
        ("Chứng\u2028nhận", "U+2028"),
    ],
)
def test_letters_that_the_fonts_lack__are_refused_and_named(text, named):
    assert named in refused(CertificateTemplate(name="x", lead=text), "lead")
    issuer = Issuer(signer_name=text)
    assert named in refused(issuer, "signer_name")


def test_all_that_is_vietnamese__is_taken():
    text = "Ấn Ợt Ữ Ẵng – “trích” … 50 % (№ 3), ngày 1/2; e-mail: a@b.vn\u00a0• Ỷ\nỸ"
    CertificateTemplate(name="x", body=text).clean()
    decomposed = "Chu\u031b\u0301ng nha\u0323\u0302n"
    CertificateTemplate(name="x", lead=decomposed).clean()
