"""Test data in the words of the trade, with traits for what matters to a test."""

import datetime as dt
from importlib import import_module

import factory
from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, AgencyRole, Membership
from agencies.services import rebuild_ancestry
from certificates.models import CertificateTemplate, Issuer
from courses.models import CourseIndexPage, CoursePage, HomePage, LessonPage, ModulePage
from enrolments.models import Enrolment, TrainingClass
from legal.models import LegalBasis

EVER = DateRange(None, None)


class UserFactory(DjangoModelFactory):
    """A civil servant who can log in with the password "mật khẩu thử"."""

    staff_code = factory.Sequence("CB-{:04d}".format)
    full_name = factory.Sequence("Nguyễn Thị Hồng {}".format)

    class Meta:
        model = User

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(
            kwargs.pop("staff_code"), kwargs.pop("password", None), **kwargs
        )


class AgencyFactory(DjangoModelFactory):
    """A unit that has always existed: AgencyFactory(name=…, parent=…, kind=…)."""

    code = factory.Sequence("DV-{:04d}".format)

    class Meta:
        model = Agency

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        name = kwargs.pop("name", kwargs["code"])
        kind = kwargs.pop("kind", "xa")
        parent = kwargs.pop("parent", None)
        period = kwargs.pop("period", EVER)
        agency = super()._create(model_class, *args, **kwargs)
        AgencyPeriod.objects.create(
            agency=agency, name=name, kind=kind, parent=parent, period=period
        )
        rebuild_ancestry()
        return agency


class MembershipFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    position = "Công chức Văn phòng – Thống kê"
    period = EVER

    class Meta:
        model = Membership


class AgencyRoleFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = "coordinator"
    period = EVER

    class Meta:
        model = AgencyRole


class LegalBasisFactory(DjangoModelFactory):
    code = factory.Sequence("nd-{}-2022".format)
    number = factory.Sequence("{}/2022/NĐ-CP".format)
    kind = "nghi_dinh"
    title = "Thực hiện thủ tục hành chính"
    issued_on = dt.date(2022, 6, 24)
    in_force_from = dt.date(2022, 8, 15)

    class Meta:
        model = LegalBasis


class IssuerFactory(DjangoModelFactory):
    code = factory.Sequence("TT{}".format)
    name = "Trung tâm Phục vụ hành chính công tỉnh"
    superior = "UBND tỉnh"
    place = "Bà Rịa"
    signer_title = "Giám đốc"
    signer_name = "Nguyễn Văn Bình"

    class Meta:
        model = Issuer


class CertificateTemplateFactory(DjangoModelFactory):
    name = factory.Sequence("Giấy chứng nhận khóa ngắn {}".format)

    class Meta:
        model = CertificateTemplate


default_steps = import_module("enrolments.migrations.0004_default_reminder_steps")


def restore_roots(**kwargs: object) -> None:
    """What Wagtail's migrations made and a test that empties the tables takes away."""
    Locale.objects.get_or_create(language_code="vi")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    default_steps.add_steps(apps, None)


def site_home() -> HomePage:
    """The site's root page, made once per test database state."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="Tập huấn Một cửa", slug="tap-huan")
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
        Site.clear_site_root_paths_cache()
    return home


def publish(parent, page):
    """Add a page under its parent as a trainer's publish would: with a revision."""
    # Where a page is used is asked of nobody here, and indexing it takes a second.
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


class CourseFactory(factory.Factory):
    """A published course that gives certificates, unless certificate=False."""

    code = factory.Sequence("KH{}".format)
    title = factory.Sequence("Khóa học {}".format)
    certificate = True

    class Meta:
        model = CoursePage

    @classmethod
    def _create(cls, model_class, *args, certificate=True, **kwargs):
        home = site_home()
        index = CourseIndexPage.objects.first() or publish(
            home, CourseIndexPage(title="Khóa học", slug="courses")
        )
        if certificate:
            kwargs.setdefault("issuer", IssuerFactory())
            kwargs.setdefault("certificate_template", CertificateTemplateFactory())
        return publish(index, model_class(slug=kwargs["code"].lower(), **kwargs))


class ModuleFactory(factory.Factory):
    title = factory.Sequence("Mô-đun {}".format)

    class Meta:
        model = ModulePage

    @classmethod
    def _create(cls, model_class, *args, course, **kwargs):
        return publish(course, model_class(**kwargs))


class LessonFactory(factory.Factory):
    """A published lesson: LessonFactory(module=…, body=[("text", "<p>…</p>")])."""

    title = factory.Sequence("Bài {}".format)

    class Meta:
        model = LessonPage

    @classmethod
    def _create(cls, model_class, *args, module, **kwargs):
        return publish(module, model_class(**kwargs))


class TrainingClassFactory(DjangoModelFactory):
    """A class open since ten days ago and due in ten."""

    code = factory.Sequence("LOP{}".format)
    title = factory.LazyAttribute(lambda o: f"Lớp {o.code}")
    course = factory.SubFactory(CourseFactory)
    opens_on = factory.LazyFunction(
        lambda: timezone.localdate() - dt.timedelta(days=10)
    )
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))

    class Meta:
        model = TrainingClass


class EnrolmentFactory(DjangoModelFactory):
    learner = factory.SubFactory(UserFactory)
    training_class = factory.SubFactory(TrainingClassFactory)
    enrolled_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=9))

    class Meta:
        model = Enrolment

    class Params:
        completed = factory.Trait(
            completed_at=factory.LazyFunction(timezone.now),
            ended_at=factory.LazyFunction(timezone.now),
            ended_reason="completed",
        )
        passed = factory.Trait(
            completed=True, passed_at=factory.LazyFunction(timezone.now)
        )
