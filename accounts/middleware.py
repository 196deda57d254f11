"""The language of the page: the person's own, else the one chosen here, else Vietnamese.

The browser's Accept-Language is ignored on purpose: many counters run an English
Windows.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

KNOWN = {code for code, _name in settings.LANGUAGES}


def language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in KNOWN:
        return chosen
    if request.user.is_authenticated:
        return request.user.language
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session nobody is logged in: do not ask the database.
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        ):
            translation.activate(language_of(request))
        else:
            translation.activate(settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
