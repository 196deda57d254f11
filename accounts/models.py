"""The user: a civil servant, trainer, coordinator or administrator."""

import unicodedata
import uuid

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.search import index

from accounts.collation import fold, name_sort_key
from accounts.querysets import UserManager

staff_code_format = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z._/-]*$",
    _("Mã cán bộ chỉ gồm chữ không dấu, chữ số và các dấu . _ / -"),
)


class User(AbstractBaseUser, PermissionsMixin, index.Indexed):
    """A person known to the province by a staff code (mã cán bộ).

    Never deleted: `erased_at` marks one whose personal data was removed, so that
    registers and results keep their lines.
    """

    class Language(models.TextChoices):
        VIETNAMESE = "vi", _("Tiếng Việt")
        ENGLISH = "en", _("Tiếng Anh")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff_code = models.CharField(
        _("mã cán bộ"), max_length=64, unique=True, validators=[staff_code_format]
    )
    full_name = models.CharField(_("họ và tên"), max_length=150)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)
    search_text = models.CharField(max_length=320, editable=False, default="")
    email = models.EmailField(_("thư điện tử"), null=True, blank=True)
    phone = models.CharField(
        _("điện thoại"), max_length=20, null=True, blank=True, unique=True
    )
    birth_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    time_allowance = models.PositiveSmallIntegerField(
        _("hệ số thời gian làm bài (%)"),
        default=100,
        validators=[MinValueValidator(100), MaxValueValidator(400)],
        help_text=_("150 là được thêm một nửa thời gian ở mọi bài có giới hạn giờ."),
    )
    language = models.CharField(
        _("ngôn ngữ"), max_length=2, choices=Language, default=Language.VIETNAMESE
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    joined_at = models.DateTimeField(_("tạo lúc"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "staff_code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    search_fields = [
        index.SearchField("full_name"),
        index.AutocompleteField("full_name"),
        index.AutocompleteField("staff_code"),
        index.FilterField("is_active"),
    ]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(Lower("staff_code"), name="user_staff_code_unique"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def normalise(self) -> None:
        """One spelling for what is compared: NFC, single spaces, empty is NULL."""
        self.staff_code = self.staff_code.strip()
        self.full_name = " ".join(unicodedata.normalize("NFC", self.full_name).split())
        self.email = (self.email or "").strip().lower() or None
        self.phone = (self.phone or "").strip() or None
        self.sort_key = name_sort_key(self.full_name)
        self.search_text = fold(
            f"{self.full_name} {self.staff_code} {self.email or ''}"
        )

    def save(self, *args, **kwargs) -> None:
        self.normalise()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.staff_code

    @property
    def first_name(self) -> str:
        """What Wagtail greets the person by: the given name stands last."""
        return self.get_short_name()

    @property
    def initials(self) -> str:
        """Family and middle names as initials, given name whole: "L. T. H. Nhung"."""
        *before, given = self.full_name.split() or [""]
        return " ".join([*(f"{word[0]}." for word in before), given])


@register_setting(icon="home")
class Organisation(BaseGenericSetting):
    """Whose platform this is: names, address and phone shown around every page."""

    site_name = models.CharField(
        _("tên hệ thống"), max_length=80, default="Tập huấn Một cửa"
    )
    short_name = models.CharField(
        _("tên ngắn của đơn vị"),
        max_length=120,
        default="TTPVHCC tỉnh Bà Rịa – Vũng Tàu",
    )
    full_name = models.CharField(
        _("tên đầy đủ của đơn vị"),
        max_length=200,
        default="Trung tâm Phục vụ hành chính công tỉnh Bà Rịa – Vũng Tàu",
    )
    address = models.CharField(
        _("địa chỉ"),
        max_length=200,
        default="04 Phạm Văn Đồng, phường Phước Trung, TP Bà Rịa",
    )
    phone = models.CharField(_("điện thoại hỗ trợ"), max_length=30, blank=True)
    email = models.EmailField(_("thư hỗ trợ"), blank=True)

    panels = [
        FieldPanel("site_name"),
        FieldPanel("short_name"),
        FieldPanel("full_name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    ]

    class Meta:
        verbose_name = _("đơn vị chủ quản")

    CACHE_KEY = "accounts.organisation"

    @classmethod
    def load(cls, request_or_site=None):
        """Every page shows it and it hardly ever changes: keep it in the cache."""
        found = cache.get(cls.CACHE_KEY)
        if found is None:
            found = super().load(request_or_site)
            cache.set(cls.CACHE_KEY, found, 3600)
        return found

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(self.CACHE_KEY), robust=True)

    @property
    def phone_digits(self) -> str:
        return "".join(c for c in self.phone if c.isdigit() or c == "+")
