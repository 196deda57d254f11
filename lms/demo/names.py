"""Invented Vietnamese names that fit a birth year: family, middle and given name."""

from __future__ import annotations

from random import Random

# Share of people per thousand, as commonly estimated for the whole country.
FAMILY = {
    "Nguyễn": 384, "Trần": 121, "Lê": 95, "Phạm": 70, "Huỳnh": 36, "Hoàng": 20,
    "Phan": 45, "Võ": 27, "Vũ": 17, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13,
    "Ngô": 13, "Dương": 10, "Lý": 5, "Trương": 15, "Đinh": 9, "Đoàn": 8, "Lâm": 7,
    "Mai": 7, "Trịnh": 6, "Cao": 5, "Lương": 5, "Tạ": 3, "Châu": 3, "Thái": 3,
}  # fmt: skip

MIDDLE = {
    ("f", 1965): {"Thị": 80, "Thị Kim": 5, "Thị Thu": 5, "Ngọc": 5, "Thị Bích": 5},
    ("f", 1980): {
        "Thị": 45, "Thị Thanh": 9, "Thị Ngọc": 9, "Thị Kim": 7, "Thị Thu": 8,
        "Thị Hồng": 7, "Ngọc": 6, "Thanh": 5, "Thùy": 4,
    },
    ("f", 1990): {
        "Thị": 25, "Thị Ngọc": 9, "Thị Thanh": 8, "Thị Mỹ": 6, "Ngọc": 12, "Thanh": 9,
        "Thùy": 9, "Minh": 7, "Phương": 6, "Khánh": 5, "Hoàng": 4,
    },
    ("m", 1965): {"Văn": 58, "Hữu": 8, "Đức": 6, "Xuân": 6, "Ngọc": 6, "Công": 5, "Thanh": 6},
    ("m", 1980): {
        "Văn": 32, "Thanh": 10, "Đức": 9, "Minh": 9, "Hữu": 8, "Quốc": 9, "Ngọc": 6,
        "Công": 5, "Anh": 4, "Xuân": 4,
    },
    ("m", 1990): {
        "Văn": 14, "Minh": 14, "Quốc": 12, "Hoàng": 12, "Đức": 9, "Thanh": 9, "Anh": 7,
        "Tuấn": 5, "Hữu": 6, "Gia": 4, "Nhật": 4, "Công": 4,
    },
}  # fmt: skip

GIVEN = {
    (
        "f",
        1965,
    ): "Hoa Lan Hồng Cúc Mai Loan Nga Hương Thủy Yến Phượng Liên Thu Hạnh Dung Vân "
    "Hiền Xuân Nguyệt Tuyết Ánh Lý Bình Tâm Sáu Lệ",
    (
        "f",
        1980,
    ): "Hương Thủy Hạnh Dung Vân Hiền Nga Phượng Yến Trang Thảo Oanh Hằng Huyền Lan "
    "Nhung Thúy Phương Hà Tuyết Trinh Diễm Loan Châu Liên Thoa Kiều",
    (
        "f",
        1990,
    ): "Trang Linh Thảo Ngân My Nhi Trâm Uyên Quỳnh Vy Hân Ngọc Trinh Phương Anh Như "
    "Tiên Duyên Nhung Hà Huyền Thư Yến Châu Giang Thương Mai",
    (
        "m",
        1965,
    ): "Hùng Dũng Sơn Bình Hải Tài Lợi Phước Thành Tâm Hòa Long Minh Cường Quang Vinh "
    "Hiệp Thắng Hưng Lâm Nghĩa Đông Chiến Bảy Út",
    (
        "m",
        1980,
    ): "Tuấn Dũng Hùng Sơn Hải Cường Thành Long Nam Vinh Phong Thắng Trung Hiếu Lâm "
    "Toàn Tùng Phúc Bình Hoàng Quang Trí Khánh Nhân Đạt Tú",
    (
        "m",
        1990,
    ): "Khoa Khang Huy Đạt Duy Phúc Thịnh Nam Tuấn Tú Kiệt Trung Quân Long Bảo Hiếu "
    "Nhân Nghĩa Thiện Thành Tín Vũ Phong Lộc An Sang",
}


def _generation(birth_year: int) -> int:
    return max(year for year in (1965, 1980, 1990) if year <= max(birth_year, 1965))


def _pick(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def invent_name(rng: Random, *, birth_year: int, is_woman: bool) -> str:
    """A full name in Vietnamese order, as people born about that year have it."""
    style = ("f" if is_woman else "m", _generation(birth_year))
    family = _pick(rng, FAMILY)
    middle = _pick(rng, MIDDLE[style])
    while family in middle.split():  # "Hoàng" is both
        middle = _pick(rng, MIDDLE[style])
    before = {family, *middle.split()}
    given = rng.choice([name for name in GIVEN[style].split() if name not in before])
    return f"{family} {middle} {given}"
