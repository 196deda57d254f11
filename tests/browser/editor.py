"""What trainers do in Wagtail's editor, by the mouse and the keyboard."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import FrameLocator, Page, expect


def publish(page: Page) -> None:
    """Publish by the menu beside "save", and wait for Wagtail to say so."""
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("footer [name=action-publish]")
    expect(page.locator(".messages .success")).to_be_visible()


def open_editor(page: Page, thing) -> None:
    page.goto(reverse("wagtailadmin_pages:edit", args=[thing.pk]))


def preview(page: Page) -> FrameLocator:
    """The live preview beside the form; once opened, Wagtail keeps it open."""
    return page.frame_locator("iframe#w-preview-iframe")


def write(page: Page, where: str, words: str, *, place: int = 0) -> None:
    """Type into a rich text, and wait until its form field has it."""
    editor = page.locator(f"{where} [contenteditable=true]").nth(place)
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.type(words)
    page.wait_for_function(
        "w => [...document.querySelectorAll('form input, form textarea')]"
        ".some(field => field.value.includes(w))",
        arg=words,
    )


def add_child(page: Page, parent, kind: str, title: str) -> None:
    """Choose the kind of page below its parent, as the explorer offers it."""
    page.goto(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
    page.get_by_role("link", name=re.compile(kind)).first.click()
    page.wait_for_url("**/pages/add/**")
    page.locator("[name=title]").press_sequentially(title)
    expect(page.locator("[name=slug]")).not_to_have_value("")


def add_block(page: Page, kind: str) -> None:
    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name=kind, exact=True).click()


def choose(page: Page, field: str, name: str) -> None:
    """Choose in the window of a chooser, by a part of the name."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]").first.click()
    page.locator("a[data-chooser-modal-choice]", has_text=name).last.click()
    expect(page.locator(f"#{field}")).not_to_have_value("")


def choose_category(page: Page, field: str, name: str) -> None:
    """Choose in the list of categories, which shows the tree by its indents."""
    option = page.locator(f"#{field} option", has_text=name).last
    page.select_option(f"#{field}", option.get_attribute("value"))


def begin_question(page: Page, kind: str, words: str) -> None:
    """A new question of this kind with its text."""
    page.goto(reverse("wagtailsnippets_questions_question:add"))
    add_block(page, kind)
    write(page, "[data-streamfield-child]", words)


def add_options(page: Page, first: str, second: str) -> None:
    """Two options, of which the second is right."""
    page.locator("[data-contentpath=options] button.c-sf-add-button").last.click()
    # Options are rich text: a small editor each, its text before its feedback.
    options = "[data-contentpath=options] [data-contentpath=text]"
    added = page.locator(f"{options} [contenteditable=true]").nth(1)
    expect(added).to_be_focused()  # a new block takes the focus once it is there
    write(page, options, first)
    write(page, options, second, place=1)
    toggle_right(page, 1)


def toggle_right(page: Page, place: int) -> None:
    """Say of an option that it is right, or no longer."""
    right = page.locator("input[name*=-options-][name$=-value-is_right]").nth(place)
    was = right.is_checked()
    right.press("Space")
    expect(right).to_be_checked(checked=not was)
