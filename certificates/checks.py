"""Django system checks of this app."""

from django.core.checks import Error, register

from certificates.fonts import NoSerif, serif


@register("certificates")
def check_serif(**kwargs) -> list[Error]:
    """Papers need a serif that covers Vietnamese."""
    try:
        serif()
    except NoSerif:
        return [
            Error(
                "No serif font that covers Vietnamese is installed; "
                "certificates cannot be drawn.",
                hint="apt install fonts-liberation2",
                id="certificates.E001",
            )
        ]
    return []
