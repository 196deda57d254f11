"""Facts of every schema ever written, as they stand in registers; never edited."""

PERSON = {
    "name": "Lê Thị Hồng Nhung",
    "initials": "L. T. H. Nhung",
    "born": "14/02/1978",
    "position": "Công chức Văn phòng – Thống kê",
    "agency": "UBND xã Suối Rao, huyện Châu Đức",
}
COURSE = {
    "course": "Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC",
    "course_code": "SHHS",
    "hours": 8,
    "from": "01/11/2022",
    "to": "18/11/2022",
    "mode": "trực tuyến kết hợp trực tiếp",
    "result": "Đạt",
    "decision_number": "31/QĐ-TTPVHCC",
    "decision_on": "21/11/2022",
}
ISSUER = {
    "issuer": "Trung tâm Phục vụ hành chính công",
    "superior": "UBND tỉnh Bà Rịa – Vũng Tàu",
    "place": "Bà Rịa",
    "issued_on": "2022-11-21",
    "signer_capacity": "KT.",
    "signed_for": "Giám đốc",
    "signer_title": "Phó Giám đốc",
    "signer_name": "Nguyễn Văn Bình",
}

SCHEMA_1 = (
    PERSON
    | COURSE
    | ISSUER
    | {
        "schema": 1,
        "heading": "Giấy chứng nhận",
        "attests": "Giám đốc Trung tâm Phục vụ hành chính công tỉnh chứng nhận",
        "completed_label": "Đã hoàn thành khóa",
        "note": "",
    }
)
SCHEMA_2 = (
    PERSON
    | COURSE
    | ISSUER
    | {
        "schema": 2,
        "issuer_code": "TTPVHCC",
        "key": "",
        "heading": "Giấy chứng nhận hoàn thành khóa học",
        "note": "Giấy này thay chứng chỉ đã mất.",
        "wording": {
            "layout": "upright",
            "colour": "indigo",
            "lead": "Giám đốc Trung tâm chứng nhận ông/bà",
            "body": "Sinh ngày: {ngày sinh}\n"
            "Đã hoàn thành khóa {khóa học}, gồm {số tiết} tiết.\n"
            "Chức vụ, đơn vị: {chức vụ}, {đơn vị}\n"
            "Kết quả: {kết quả}",
            "english": {
                "heading": "Certificate of completion",
                "lead": "This is to certify that {full name}",
                "body": "Date of birth: {date of birth}\n"
                "Course: {course}\nPeriod: {from} to {to}, {mode}\nResult: {result}",
                "note": "Translation",
            },
        },
        "issuer_english": {
            "name": "Public Administration Service Centre",
            "superior": "",
            "signer_title": "Deputy Director",
            "signed_for": "Director",
        },
    }
)
# What each says on its pages, in the order of reading.
SAID_1 = """\
UBND TỈNH BÀ RỊA – VŨNG TÀU
TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
GIẤY CHỨNG NHẬN
Giám đốc Trung tâm Phục vụ hành chính công tỉnh chứng nhận ông/bà
Lê Thị Hồng Nhung
Sinh ngày
14/02/1978
Chức vụ, đơn vị
Công chức Văn phòng – Thống kê, UBND xã Suối Rao, huyện Châu Đức
Đã hoàn thành khóa
Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC
Thời gian
Từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết, trực tuyến kết hợp trực tiếp
Kết quả
Đạt
Số vào sổ: 0412/2022/TTPVHCC
Theo QĐ số 31/QĐ-TTPVHCC ngày 21/11/2022
Mã tra cứu: BRVT-7K4M-Q2XP
example.vn/verify/
Bà Rịa, ngày 21 tháng 11 năm 2022
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Nguyễn Văn Bình"""
SAID_2 = """\
UBND TỈNH BÀ RỊA – VŨNG TÀU
TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 0412/2022/TTPVHCC
Bà Rịa, ngày 21 tháng 11 năm 2022
GIẤY CHỨNG NHẬN HOÀN THÀNH KHÓA HỌC
Giám đốc Trung tâm chứng nhận ông/bà
Lê Thị Hồng Nhung
Sinh ngày
14/02/1978
Đã hoàn thành khóa Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC, gồm 8 tiết.
Chức vụ, đơn vị
Công chức Văn phòng – Thống kê, UBND xã Suối Rao, huyện Châu Đức
Kết quả
Đạt
Theo QĐ số 31/QĐ-TTPVHCC ngày 21/11/2022
Mã tra cứu: BRVT-7K4M-Q2XP
example.vn/verify/
Giấy này thay chứng chỉ đã mất.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Nguyễn Văn Bình
UBND TỈNH BÀ RỊA – VŨNG TÀU
PUBLIC ADMINISTRATION SERVICE CENTRE
SOCIALIST REPUBLIC OF VIET NAM
Independence - Freedom - Happiness
No. 0412/2022/TTPVHCC
Bà Rịa, 21 November 2022
CERTIFICATE OF COMPLETION
This is to certify that Lê Thị Hồng Nhung
Lê Thị Hồng Nhung
Date of birth
14 February 1978
Course
Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC
Period
1 November 2022 to 18 November 2022, online and in person
Result
Passed
Under Decision No. 31/QĐ-TTPVHCC, dated 21 November 2022
Verification code: BRVT-7K4M-Q2XP
example.vn/verify/
Translation
FOR DIRECTOR
DEPUTY DIRECTOR
Nguyễn Văn Bình"""
EVERY_SCHEMA = {1: (SCHEMA_1, SAID_1), 2: (SCHEMA_2, SAID_2)}
