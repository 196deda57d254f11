"""The five accounts of the demo: shown by `make run`, refused by production."""

PASSWORD = "mot-cua-2022"  # noqa: S105 - printed by `make run`; production refuses it

ROLES = {
    "hocvien": "học viên, công chức một cửa xã Suối Rao",
    "dieuphoi-huyen": "cán bộ điều phối huyện Châu Đức",
    "dieuphoi-tinh": "cán bộ điều phối của tỉnh",
    "giangvien": "giảng viên, biên soạn bài học",
    "quantri": "quản trị hệ thống",
}
