"""What ends a trouble, in words for who keeps the register or runs the server."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from certificates.troubles import Trouble

CURES = {
    Trouble.KEY: _(
        "Đặt khóa ký và chứng thư của cơ quan cấp vào thư mục ghi ở biến "
        "CERTIFICATE_KEYS của máy chủ, đúng tên khóa ghi ở mục Cơ quan cấp. Không giấy "
        "nào ra mà thiếu chữ ký."
    ),
    Trouble.STAMP: _(
        "Kiểm tra máy chủ dấu thời gian ghi ở biến TIMESTAMP_URL và đường mạng từ máy "
        "chủ ra đó."
    ),
    Trouble.FULL: _("Dọn chỗ hoặc thêm dung lượng cho kho lưu tệp DATA_DIR/private."),
    Trouble.STORAGE: _(
        "Kiểm tra thư mục DATA_DIR/private: ổ đĩa còn gắn, thư mục thuộc tài khoản chạy "
        "worker và ghi được."
    ),
    Trouble.LONG: _(
        "Chữ của giấy đã vào sổ nên thử lại cũng không ngắn đi. Họ tên ghi sai thì sửa ở "
        "trang của giấy; ngoài ra phải thu hồi theo quyết định. Rút gọn mẫu giấy, tên "
        "khóa hoặc tên đơn vị để giấy cấp sau không gặp nữa."
    ),
    Trouble.CUT: _(
        "Worker dừng khi đang tạo giấy. Vừa khởi động lại máy chủ thì lần sau sẽ xong; "
        "lặp lại thì xem nhật ký worker: máy có thể thiếu bộ nhớ."
    ),
    Trouble.OTHER: _("Gửi chi tiết lỗi dưới đây cho người quản trị máy chủ."),
}
