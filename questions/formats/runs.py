"""One block of rich text as runs: words, or one <br> or <img>, each with its marks.

Runs have no nesting to get wrong; tags are opened and closed when they are rendered.
"""

from html import escape

Run = tuple[tuple[str, ...], str]  # marks from the outside in, then the text
VOID = "\0"  # before the HTML of a <br> or <img>; no words have it
BREAK = f"{VOID}<br>"


def _is_void(text: str) -> bool:
    return text.startswith(VOID)


def trimmed(runs: list[Run]) -> list[Run]:
    """White space at the ends of lines goes, and doubled between runs."""
    kept: list[Run] = []
    after_space = True
    for marks, text in runs:
        if _is_void(text):
            if text == BREAK:
                _strip_end(kept)
            kept.append((marks, text))
            after_space = text == BREAK
            continue
        words = text.lstrip(" ") if after_space else text
        if words:
            kept.append((marks, words))
            after_space = words.endswith(" ")
    _strip_end(kept)
    while kept and kept[-1][1] == BREAK:
        kept.pop()
        _strip_end(kept)
    while kept and kept[0][1] == BREAK:
        kept.pop(0)
    return kept if "".join(t for _m, t in kept).strip("\xa0 ") else []


def _strip_end(runs: list[Run]) -> None:
    while runs and not _is_void(runs[-1][1]):
        marks, text = runs.pop()
        if stripped := text.rstrip(" "):
            runs.append((marks, stripped))
            return


def render(runs: list[Run]) -> str:
    """The runs as HTML, their marks opened and closed around them."""
    out: list[str] = []
    opened: list[str] = []
    for marks, text in runs:
        wanted = [] if text == BREAK and not opened else list(dict.fromkeys(marks))
        same = 0
        while opened[same:] and wanted[same:] and opened[same] == wanted[same]:
            same += 1
        out += [f"</{mark}>" for mark in reversed(opened[same:])]
        out += [f"<{mark}>" for mark in wanted[same:]]
        opened = wanted
        shown = text[1:] if _is_void(text) else escape(text, quote=False)
        out.append(shown)
    out += [f"</{mark}>" for mark in reversed(opened)]
    return "".join(out)
