"""How many certificates one worker process draws in a second.

`.venv/bin/python -m benchmarks.certificates [N]`: draws N papers of invented people
with WeasyPrint, in this process, after one to warm up; writes nothing.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
django.setup()

from certificates.models import Certificate  # noqa: E402
from certificates.services import draw  # noqa: E402


def main(count: int) -> None:
    lines = list(Certificate.objects.order_by("pk")[: count + 1])
    sizes = [len(draw(lines[0]))]
    begun, cpu = time.perf_counter(), time.process_time()
    sizes = [len(draw(line)) for line in lines[1:]]
    elapsed, used = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{len(sizes)} papers of {sum(sizes) // len(sizes) // 1000} KB")
    print(
        f"{len(sizes) / elapsed:.1f} per second, {used / len(sizes) * 1000:.0f} ms CPU each"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
