"""How the rules of a quiz are laid out in the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


RULE_PANELS: list[Panel] = [
    MultiFieldPanel(
        [
            _row("opens_at", "closes_at"),
            _row("time_limit_minutes", "attempts_allowed", "wait_minutes"),
            _row("pass_mark", "counting"),
        ],
        heading=_("Luật làm bài"),
    ),
    MultiFieldPanel(
        [
            _row("per_page", "is_forward_only"),
            _row("shuffle_questions", "shuffle_options"),
        ],
        heading=_("Cách hỏi"),
    ),
]
FEEDBACK_PANELS: list[Panel] = [
    MultiFieldPanel(
        [
            FieldPanel("feedback_when"),
            _row("shows_score", "shows_marks"),
            _row("shows_key", "shows_explanation", "shows_source"),
        ],
        heading=_("Học viên xem được gì"),
    ),
    MultiFieldPanel(
        [FieldPanel("success_text"), FieldPanel("fail_text")], heading=_("Lời nhắn")
    ),
]
EXAM_PANEL: Panel = MultiFieldPanel(
    [FieldPanel("is_exam"), FieldPanel("access_code"), FieldPanel("honour_statement")],
    heading=_("Chế độ thi"),
)
