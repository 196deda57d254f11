#!/bin/bash
# Install the system libraries that are missing, by apt when that is allowed.
# install/system.sh run | test | soak: `test` adds the browser and the tools of tests,
# `soak` an older PostgreSQL and a verifier on Node.
set -euo pipefail

missing=()
need_library() { # package, shared library
  python3 -c "import ctypes, sys; ctypes.CDLL(sys.argv[1])" "$2" 2>/dev/null || missing+=("$1")
}
need_program() { # package, program
  command -v "$2" >/dev/null || missing+=("$1")
}
need_folder() { # package, folder
  [ -d "$2" ] || missing+=("$1")
}

need_library libpango-1.0-0 libpango-1.0.so.0
need_library libpangoft2-1.0-0 libpangoft2-1.0.so.0
need_library libharfbuzz-subset0 libharfbuzz-subset.so.0
# Liberation 1.x, which Debian calls fonts-liberation, lacks most Vietnamese letters.
need_folder fonts-liberation2 /usr/share/fonts/truetype/liberation2
if [ "${1:-run}" != run ]; then
  need_program chromium chromium
  need_program gettext xgettext
  need_program libreoffice-calc-nogui soffice # opens what we export
  need_program default-jdk-headless javac # runs veraPDF, which judges PDF/A and PDF/UA
  need_folder libjaxb-java /usr/share/doc/libjaxb-java
  need_program poppler-utils pdfsig # pictures of papers, and a second opinion on seals
  need_program libnss3-tools certutil # tells Poppler whom to trust
  need_program softhsm2 softhsm2-util # a token to sign with
  need_library libatomic1 libatomic.so.1 # of Playwright's driver
fi
if [ "${1:-run}" = soak ]; then
  need_folder postgresql-15 /usr/lib/postgresql/15/bin
  need_program npm npm # for one more verifier of badges
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  as_root=(sudo -n)
fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "Cài gói hệ thống: ${missing[*]}…"
  log=$(mktemp)
  apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
  if "${apt[@]}" update >"$log" 2>&1 &&
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -5 "$log" >&2
fi
echo "Thiếu gói hệ thống, hãy nhờ quản trị viên chạy: apt install ${missing[*]}" >&2
# Without Pango or its font no certificate can be drawn; the rest is a matter of tests.
[[ " ${missing[*]} " != *" libpango"* && " ${missing[*]} " != *" libharfbuzz"* && " ${missing[*]} " != *" fonts-"* ]]
