#!/bin/bash
# Bring .venv to a hash-locked requirements file: install/venv.sh requirements.txt
# Nothing happens when that file, this folder and the interpreter are as last time.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=$1
stamp=.venv/.installed-$requirements

exec 9<install
flock 9 # `make run` and `make test` may start together

state="$(sha256sum <"$requirements") $PWD $(.venv/bin/python -VV 2>/dev/null || true)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
  exit 0
fi

moved=$(cat .venv/.folder 2>/dev/null || echo "$PWD")
if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ "$moved" != "$PWD" ]; then
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Cần Python 3.11 trở lên (python3)." >&2
    exit 1
  }
  python3 -m venv --clear .venv || {
    echo "Không tạo được môi trường Python; trên Debian hãy cài: apt install python3-venv" >&2
    exit 1
  }
  echo "$PWD" >.venv/.folder
fi
echo "Cài thư viện Python ($requirements)…"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
  --require-hashes --only-binary :all: -r "$requirements"
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD" >"$site/checkout.pth" # so that .venv/bin/pytest and celery find the apps
state="$(sha256sum <"$requirements") $PWD $(.venv/bin/python -VV)"
printf '%s' "$state" >"$stamp"
