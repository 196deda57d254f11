"""What the forms of templates send to /cms/."""

from django.forms import model_to_dict
from django.urls import reverse

from certificates.models import CertificateTemplate


def snippet_url(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def words(template: CertificateTemplate | None = None, **changed) -> dict:
    """All fields of a template as its form sends them; of a new one unless given."""
    new = template or CertificateTemplate(name="Mẫu")
    said = model_to_dict(new, exclude=["id", "latest_revision", "has_english"])
    said |= {"preview_issuer": ""} | changed
    return {name: value for name, value in said.items() if value is not None}
