"""A class of the demo's people who have passed, new each time: nobody has a paper yet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from certificates.models import CertificateTemplate, Issuer
from certificates.seals.making import make_key
from courses.models import CourseIndexPage, CoursePage
from enrolments.models import Enrolment, TrainingClass

KEY = "bench"


def an_issuer(stamp: str, *, is_signed: bool) -> Issuer:
    """A new one, so that its register begins with 1; its key is made once."""
    if is_signed and not (Path(settings.CERTIFICATE_KEYS) / f"{KEY}.cert.pem").exists():
        make_key(
            name=KEY,
            organisation="Trung tâm Phục vụ hành chính công",
            folder=Path(settings.CERTIFICATE_KEYS),
            at=timezone.now(),
            years=5,
            phrase="",
        )
    return Issuer.objects.create(
        code=f"{'K' if is_signed else 'T'}{stamp}",
        name="Trung tâm Phục vụ hành chính công",
        superior="UBND tỉnh Bà Rịa – Vũng Tàu",
        place="Bà Rịa",
        signer_capacity="KT.",
        signed_for="Giám đốc",
        signer_title="Phó Giám đốc",
        signer_name="Nguyễn Văn Bình",
        key_name=KEY if is_signed else "",
    )


def a_class(issuer: Issuer, count: int) -> TrainingClass:
    """Closed by a decision, with as many people as asked for, all of whom passed."""
    parent = CourseIndexPage.objects.first()
    course = parent.add_child(
        instance=CoursePage(
            title="Số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính",
            slug=slugify(f"bench-{issuer.code}"),
            code=issuer.code,
            hours=8,
            issuer=issuer,
            certificate_template=CertificateTemplate.objects.first(),
            certificate_when=CoursePage.IssueWhen.ON_CLOSING,
        )
    )
    now, today = timezone.now(), timezone.localdate()
    group = TrainingClass.objects.create(
        code=issuer.code,
        title=course.title,
        course=course,
        opens_on=today - dt.timedelta(days=30),
        due_on=today,
        closed_at=now,
        decision_number="31/QĐ-TTPVHCC",
        decision_on=today,
    )
    people = User.objects.filter(enrolments__isnull=False).distinct().order_by("pk")
    Enrolment.objects.bulk_create(
        Enrolment(
            learner=learner,
            training_class=group,
            enrolled_at=now,
            completed_at=now,
            passed_at=now,
            ended_at=now,
            ended_reason="completed",
        )
        for learner in people[:count]
    )
    return group
