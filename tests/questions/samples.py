"""One frozen definition of every kind in every schema ever written. Never edit: add.

Attempts keep these for years; marking and templates must go on reading them.
"""

_COMMON = {
    "schema": 1,
    "text": "Theo <b>khoản 1</b> Điều 11, mấy mức độ?",
    "explanation": "Hai mức: toàn trình và một phần.",
    "citation": "Khoản 1 Điều 11 Nghị định 42/2022/NĐ-CP",
    "valid_from": "2022-08-15",
    "valid_to": "2026-06-30",
    "legal": [
        {
            "number": "42/2022/NĐ-CP",
            "kind": "Nghị định",
            "title": "Cung cấp thông tin và dịch vụ công trực tuyến",
            "in_force_from": "2022-08-15",
            "in_force_to": None,
        }
    ],
}
_OPTIONS = [
    {"id": "a1", "html": "Hai"},
    {"id": "a2", "html": "Ba &amp; hơn"},
    {"id": "a3", "html": "Bốn"},
]

SCHEMA_1 = {
    "single": _COMMON | {"kind": "single", "options": _OPTIONS, "key": "a1"},
    "multiple": _COMMON
    | {"kind": "multiple", "options": _OPTIONS, "key": ["a1", "a3"], "partial": True},
    "true_false": _COMMON | {"kind": "true_false", "key": False},
    "numeric": _COMMON
    | {"kind": "numeric", "value": "28.81", "tolerance": "0.005", "unit": "%"},
    "short_answer": _COMMON
    | {"kind": "short_answer", "accepted": ["chữ ký số cá nhân", "chữ kí số cá nhân"]},
    "ordering": _COMMON
    | {"kind": "ordering", "items": _OPTIONS, "key": ["a3", "a1", "a2"]},
    "matching": _COMMON
    | {
        "kind": "matching",
        "lefts": [{"id": "l1", "html": "Mẫu 01"}, {"id": "l2", "html": "Mẫu 02"}],
        "rights": [
            {"id": "r1", "text": "Giấy tiếp nhận"},
            {"id": "r2", "text": "Phiếu bổ sung"},
            {"id": "r3", "text": "Sổ theo dõi"},
        ],
        "key": {"l1": "r1", "l2": "r2"},
    },
}
