"""The courses as files: what is read of them, and what Wagtail makes of it."""

from pathlib import Path

import pytest
from django.utils.translation import override
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from courses import curriculum
from courses.curriculum import CurriculumError
from courses.models import CoursePage, LessonPage
from courses.services import ensure_site, load_course, load_images
from legal.models import LegalBasis

FILES = Path(__file__).resolve().parents[2] / "curriculum"

COURSE = """
code: THU
title: "Khóa thử"
slug: khoa-thu
audience: "Công chức một cửa"
hours: 2
summary: "Một câu."
objectives: ["Làm đúng <một> lần", "Không hỏi lại"]
legal: [nd-61-2018]
pass_mark: 60
"""
LESSON = """---
title: "1.1 Quét một lần"
kind: lesson
minutes: 12
objective: "Quét đúng."
---
Quét **một** lần.

::: legal
basis: nd-61-2018
article: "Điều 17"
note: "Tiếp nhận."
:::

::: check
question: "Quét mấy lần?"
options:
  - text: "Một"
    correct: true
  - text: "Hai"
explanation: "Một là đủ."
:::

::: figure
image: kiem-tra-ban-quet.svg
alt: "Bản quét đạt và bản quét lỗi."
:::
"""


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(tmp_path):
    """A course of one module with two lessons, 01 and 03."""
    module = tmp_path / "01-mo-dau"
    module.mkdir()
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    (module / "module.yaml").write_text('title: "1. Mở đầu"', encoding="utf-8")
    (module / "01-quet-mot-lan.md").write_text(LESSON, encoding="utf-8")
    later = LESSON.replace("1.1 Quét một lần", "1.3 Tra kho")
    (module / "03-tra-kho.md").write_text(later, encoding="utf-8")
    return tmp_path


@pytest.fixture
def decree(db):
    return LegalBasis.objects.create(
        code="nd-61-2018", number="61/2018/NĐ-CP", kind="nghi_dinh", title="Một cửa"
    )


def load(folder: Path) -> tuple[CoursePage, int]:
    figures = FILES / "images"
    images = load_images(folder=figures, titles=curriculum.read_image_titles(figures))
    course = curriculum.read_course(folder)
    return load_course(course=course, issuer=None, template=None, images=images)


@pytest.mark.parametrize(
    ("name", "lessons", "cases"), [("shhs", 14, 5), ("dvctt", 13, 5), ("hdnd", 11, 4)]
)
def test_read_course__of_each_real_folder(name, lessons, cases):
    course = curriculum.read_course(FILES / name)
    kinds = [lesson.kind for module in course.modules for lesson in module.lessons]
    assert (kinds.count("lesson"), kinds.count("case")) == (lessons, cases)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**đậm** và *nghiêng*", "<p><b>đậm</b> và <i>nghiêng</i></p>"),
        ("## Căn cứ\n\n- một\n- hai", "<h2>Căn cứ</h2><ul><li>một</li><li>hai</li></ul>"),
        ("1. một\n2. hai", "<ol><li>một</li><li>hai</li></ol>"),
        ("[cổng](https://dichvucong.gov.vn)", '<p><a href="https://dichvucong.gov.vn">cổng</a></p>'),
        ("<script>x</script> a < b", "<p>&lt;script&gt;x&lt;/script&gt; a &lt; b</p>"),
    ],
)  # fmt: skip
def test_rich_text__is_what_the_editor_stores(markdown, html):
    assert curriculum.rich_text(markdown) == html


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("# To quá", "Chỉ dùng tiêu đề"),
        ("::: video\nurl: x\n:::", "Không có khối “video”"),
        ("::: legal\narticle: [\n:::", "legal"),
        ('::: example\ntitle: "Thiếu lời"\n:::', "thiếu hoặc sai phần 'text'"),
        ("::: steps\n- một\n:::", "Khối “steps”"),
        ("::: legal\nbasis: x", "đứng lẻ"),
        (
            '::: table\ncaption: "B"\nheader: ["a", "b"]\nrows: [["một"]]\n:::',
            "đủ số ô",
        ),
    ],
)
def test_read_course__names_the_file_and_the_fault(folder, body, said):
    file = folder / "01-mo-dau" / "03-tra-kho.md"
    file.write_text(f"---\ntitle: x\nkind: lesson\nminutes: 5\n---\n{body}\n")
    with override("vi"), pytest.raises(CurriculumError) as refused:
        curriculum.read_course(folder)
    assert str(file) in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["Không có phần đầu", "---\nkind: lesson\n---\nx\n"])
def test_read_course__without_front_matter(folder, text):
    (folder / "01-mo-dau" / "01-quet-mot-lan.md").write_text(text)
    with pytest.raises(CurriculumError, match="01-quet-mot-lan"):
        curriculum.read_course(folder)


def test_ensure_site__replaces_the_welcome_page_once(db):
    index = ensure_site()
    assert ensure_site() == index
    home = Site.objects.get(is_default_site=True).root_page
    assert index.get_parent().pk == home.pk
    assert index.url_path.endswith("/courses/")
    assert Page.objects.filter(depth=2).count() == 1


def test_load_course__publishes_with_revisions(folder, decree):
    page, added = load(folder)
    assert added == 4
    assert page.objectives == (
        "<ul><li>Làm đúng &lt;một&gt; lần</li><li>Không hỏi lại</li></ul>"
    )
    assert (page.minimum_mark, list(page.legal_bases.all())) == (60, [decree])
    lesson = LessonPage.objects.get(slug="quet-mot-lan")
    assert lesson.live
    assert lesson.live_revision is not None
    kinds = [block.block_type for block in lesson.body]
    assert kinds == ["text", "legal", "check", "figure"]
    assert lesson.body[1].value["basis"] == decree
    assert [o["is_correct"] for o in lesson.body[2].value["options"]] == [True, False]


def test_load_course__again_changes_nothing(folder, decree):
    load(folder)
    before = list(Page.objects.order_by("path").values("path", "latest_revision"))
    assert load(folder)[1] == 0
    assert (
        list(Page.objects.order_by("path").values("path", "latest_revision")) == before
    )


def test_load_course__leaves_an_edited_page_alone(folder, decree):
    load(folder)
    lesson = LessonPage.objects.get(slug="tra-kho")
    lesson.title = "1.3 Tra kho trước khi quét"
    lesson.save_revision().publish()
    load(folder)
    assert LessonPage.objects.get(slug="tra-kho").title == "1.3 Tra kho trước khi quét"


def test_load_course__puts_a_new_file_in_its_place(folder, decree):
    load(folder)
    module = folder / "01-mo-dau"
    (module / "02-ky-so.md").write_text(LESSON.replace("1.1", "1.2"), encoding="utf-8")
    page, added = load(folder)
    assert added == 1
    slugs = page.get_children().get().get_children().values_list("slug", flat=True)
    assert list(slugs) == ["quet-mot-lan", "ky-so", "tra-kho"]


def test_load_course__with_an_unknown_text_writes_nothing(folder, db):
    LegalBasis.objects.all().delete()
    with override("vi"), pytest.raises(CurriculumError, match="nd-61-2018"):
        load(folder)
    assert not CoursePage.objects.exists()


def test_load_images__uses_the_same_image_again(db):
    figures = FILES / "images"
    titles = curriculum.read_image_titles(figures)
    assert load_images(folder=figures, titles=titles) == load_images(
        folder=figures, titles=titles
    )
    images = get_image_model().objects.all()
    assert len(images) == len(titles) == len(list(figures.glob("*.svg")))
    assert all(image.is_svg() and image.width and image.height for image in images)
