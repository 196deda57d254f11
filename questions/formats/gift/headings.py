"""What stands above a GIFT question: its title, and comments that Moodle looks for."""

import re
from html import unescape

from questions.formats.draft import QuestionDraft

TITLE_LENGTH = 60
BRACKETS = str.maketrans({"[": "(", "]": "\\]"})


def title_of(draft: QuestionDraft) -> str:
    """The code, else the first words: what a list of questions shows elsewhere."""
    words = unescape(re.sub("<[^>]*>", " ", draft.value["text"]))
    return draft.code or " ".join(words.split())[:TITLE_LENGTH].strip()


def comments_of(draft: QuestionDraft) -> tuple[str, ...]:
    """Code and tags where Moodle looks for them."""
    words = [("id", draft.code)] if draft.code else []
    words += [("tag", tag) for tag in draft.tags]
    named = [f"[{name}:{word.translate(BRACKETS)}]" for name, word in words]
    return (f"// {' '.join(named)}",) if named else ()
