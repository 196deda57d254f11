"""Issuers in Wagtail's editor, and whether the key that they name is there."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import Issuer


def lacks_key(issuer: Issuer) -> bool:
    """Whether papers would wait for a key that is not installed on this machine.

    Another machine may draw them and have it, so this is worth a word, no refusal.
    """
    if not issuer.key_name:
        return False
    from certificates.seals.keys import known_keys  # loads what signing needs

    return issuer.key_name not in {key.name for key in known_keys()}


def key_state(issuer: Issuer) -> str:
    if not issuer.key_name:
        return gettext("Không ký số")
    if lacks_key(issuer):
        return gettext("%(key)s: chưa thấy khóa") % {"key": issuer.key_name}
    return issuer.key_name


class IssuerViewSet(SnippetViewSet):
    model = Issuer
    icon = "home"
    menu_label = _("Cơ quan cấp")
    base_url_path = "issuers"
    list_display = [
        "name",
        "code",
        "place",
        "signer_title",
        "signer_name",
        Column("key", label=_("Khóa ký số"), accessor=key_state),
    ]
    copy_view_enabled = False
