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

_COMMON_2 = _COMMON | {"schema": 2}
_PICTURE = "picture:" + "0" * 64 + ".png"
_RICH_OPTIONS = [
    {"id": "a1", "html": "<b>Hai</b>"},
    {
        "id": "a2",
        "html": f'Ba &amp; hơn<br><img src="{_PICTURE}" alt="Sơ đồ ba mức" width="80" '
        'height="60" loading="lazy" decoding="async">',
    },
    {"id": "a3", "html": "Bốn"},
]
_FEEDBACK = {"a1": "Đúng theo khoản 1.", "a2": "Đó là quy định <i>cũ</i>."}

SCHEMA_2 = {
    "single": _COMMON_2
    | {"kind": "single", "options": _RICH_OPTIONS, "feedback": _FEEDBACK, "key": "a1"},
    "multiple": _COMMON_2
    | {
        "kind": "multiple",
        "options": _RICH_OPTIONS,
        "feedback": _FEEDBACK,
        "key": ["a1", "a3"],
        "partial": True,
    },
    "true_false": _COMMON_2
    | {"kind": "true_false", "key": False, "feedback": {"true": "Đã bỏ từ 2022."}},
    "numeric": _COMMON_2
    | {"kind": "numeric", "value": "28.81", "tolerance": "0.005", "unit": "%"},
    "short_answer": _COMMON_2
    | {
        "kind": "short_answer",
        "accepted": ["chữ ký số*", "chữ kí số \\* cá nhân"],
        "folded": False,
    },
    "ordering": _COMMON_2
    | {
        "kind": "ordering",
        "items": _OPTIONS,
        "key": ["a3", "a1", "a2"],
        "partial": True,
    },
    "matching": SCHEMA_1["matching"] | {"schema": 2},
    "fill_in": _COMMON_2
    | {
        "kind": "fill_in",
        "text": "<p>Theo <b>khoản 1</b>, nộp [[1]] theo mức [[2]]:</p>"
        "<p>trong [[3]] ngày.</p>",
        "gaps": [
            {
                "id": "1",
                "mode": "text",
                "accepted": ["trực tuyến", "qua mạng*"],
                "folded": True,
            },
            {
                "id": "2",
                "mode": "choice",
                "accepted": ["toàn trình"],
                "options": [
                    {"id": "o1", "text": "một phần"},
                    {"id": "5523b61a9683", "text": "toàn trình"},
                ],
            },
            {"id": "3", "mode": "number", "accepted": ["1,5"], "tolerance": "0.5"},
        ],
    },
    "essay": _COMMON_2
    | {
        "kind": "essay",
        "rubric": [{"id": "c1", "name": "Nêu đúng căn cứ", "weight": 3}],
        "guide": "Phải nêu đủ ba bước.",
        "max_words": 300,
    },
}

SAMPLES = {
    (schema, kind): definition
    for schema, kinds in ((1, SCHEMA_1), (2, SCHEMA_2))
    for kind, definition in kinds.items()
}
