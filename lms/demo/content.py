"""What is taught: law, courses, questions and the final quizzes, from curriculum/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction

from certificates.models import CertificateTemplate, Issuer
from certificates.seals.making import make_key
from courses.curriculum import Course, read_course, read_image_titles
from courses.models import CoursePage
from courses.services import ensure_site, load_course, load_images, publish_page
from legal.importing import decode, read_table
from legal.models import LegalBasis
from legal.services import import_legal_bases
from lms.roles import ensure_roles
from questions.formats.curriculum import read as read_question
from questions.models import QuestionCategory
from questions.services import ensure_category, upsert_question
from quizzes.models import QuizItem, QuizPage

DEMO_KEY = "TTPVHCC-2022"
# A published one for each kind of paper; the courses of the demo print on the first.
TEMPLATES = {
    "Giấy chứng nhận khóa tập huấn": "Giấy chứng nhận",
    "Chứng chỉ bồi dưỡng": "Chứng chỉ",
}
FOLDERS = ["shhs", "dvctt", "hdnd"]
QUIZ_SLUG = "bai-kiem-tra-cuoi-khoa"
QUIZ_QUESTIONS = 15
RULES_ON = date(2022, 11, 21)
REVIEWED_ON = date(2026, 11, 23)


def load_site() -> None:
    ensure_roles(courses=ensure_site())


def load_law(curriculum: Path) -> None:
    """The legal bases that are missing; those in Wagtail keep what was edited."""
    text = decode((curriculum / "legal_bases.csv").read_bytes())
    table = read_table(text, kinds=set(LegalBasis.Kind.values))
    import_legal_bases(rows=table.rows, update=False)


def demo_key(organisation: str) -> str:
    """The name of the key the demo's papers are signed with, made the first time.

    None where no folder for keys is configured: papers are not signed then.
    """
    if not settings.CERTIFICATE_KEYS:
        return ""
    with suppress(FileExistsError):
        make_key(
            name=DEMO_KEY,
            organisation=organisation,
            folder=Path(settings.CERTIFICATE_KEYS),
            at=datetime(2022, 1, 1, tzinfo=UTC),
            years=10,
            phrase=settings.CERTIFICATE_KEY_PASSPHRASE,
        )
    return DEMO_KEY


@transaction.atomic
def load_issuer() -> tuple[Issuer, CertificateTemplate]:
    """Who issues the certificates, and in what words; the signer is invented."""
    issuer, _made = Issuer.objects.get_or_create(
        code="TTPVHCC",
        defaults={
            "name": "Trung tâm Phục vụ hành chính công",
            "superior": "UBND tỉnh Bà Rịa – Vũng Tàu",
            "place": "Bà Rịa",
            "signer_title": "Giám đốc",
            "signer_name": "Trương Minh Khôi",
            "key_name": demo_key("Trung tâm Phục vụ hành chính công"),
        },
    )
    templates = CertificateTemplate.objects.order_by("pk")
    if not templates.exists():
        for name, heading in TEMPLATES.items():
            template = CertificateTemplate.objects.create(name=name, heading=heading)
            template.save_revision().publish()
    return issuer, templates[0]


@transaction.atomic
def load_one_course(folder: Path) -> CoursePage:
    """A course with its pages, its questions and its final quiz."""
    issuer, template = load_issuer()
    images = folder.parent / "images"
    course = read_course(folder)
    page, _added = load_course(
        course=course,
        issuer=issuer,
        template=template,
        images=load_images(folder=images, titles=read_image_titles(images)),
        rules_on=RULES_ON,
        reviewed_on=REVIEWED_ON,
    )
    shelves = _load_questions(course, folder / "questions.yaml")
    _load_quiz(page, shelves)
    return page


def _load_questions(course: Course, file: Path) -> Counter[QuestionCategory]:
    """The course's questions by module; returns how many each category has."""
    shelves: Counter[QuestionCategory] = Counter()
    titles = {
        module.title.split(".")[0].zfill(2): module.title for module in course.modules
    }
    for row in yaml.safe_load(file.read_text(encoding="utf-8")):
        category = ensure_category(names=[course.title, titles[row["module"]]])
        upsert_question(draft=read_question(row), category=category)
        shelves[category] += 1
    return shelves


def _load_quiz(course: CoursePage, shelves: Counter[QuestionCategory]) -> None:
    """The final quiz at the end of the course, drawing from every module."""
    if course.get_children().filter(slug=QUIZ_SLUG).exists():
        return
    quiz = QuizPage(
        title="Bài kiểm tra cuối khóa",
        slug=QUIZ_SLUG,
        intro=(
            "Bài gồm 15 câu rút từ các mô-đun của khóa. Câu trả lời được lưu ngay khi chọn; "
            "mất mạng thì mở lại và làm tiếp."
        ),
        minutes=30,
        time_limit_minutes=30,
        attempts_allowed=3,
        pass_mark=50,
        is_required=True,
        opens_last=True,
    )
    quiz.items = [
        QuizItem(category=category, count=count, sort_order=order)
        for order, (category, count) in enumerate(
            draws(shelves.items(), QUIZ_QUESTIONS)
        )
    ]
    publish_page(course, quiz, after=course.get_last_child())


def draws(
    shelves: Iterable[tuple[QuestionCategory, int]], total: int
) -> list[tuple[QuestionCategory, int]]:
    """How many to draw of each shelf: in proportion to what it has, `total` in all."""
    sizes = list(shelves)
    whole = sum(size for _shelf, size in sizes)
    exact = [size * min(total, whole) / whole for _shelf, size in sizes]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[: min(total, whole) - sum(counts)]:
        counts[i] += 1
    return [(shelf, n) for (shelf, _size), n in zip(sizes, counts, strict=True) if n]
