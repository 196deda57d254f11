"""`make run`: start the whole embedded installation, keep it up, stop all of it.

PostgreSQL belongs to its keeper (`lms.embedded.keeper`), because commands may need
it longer; broker, cache, worker, beat and web server are children of this process.
"""

import ctypes
import http.client
import os
import signal
import socket
import sys
import time

from lms import demo_accounts
from lms.embedded import database, valkey
from lms.embedded.child import Child
from lms.embedded.keeper import PR_SET_PDEATHSIG, gets
from lms.embedded.place import CHECKOUT, Place, PlaceError, here, wanted_port

HOST = "127.0.0.1"
TICK = 0.2
READY_LIMIT = 15
PATIENCE = 90  # seconds until a site that does not answer is worth a word


def say(event: str) -> None:
    print(time.strftime("%H:%M:%S"), event, flush=True)


def children(place: Place, port: int) -> list[Child]:
    """In the order of starting; stopped the other way round."""
    return [*servers(place), *programs(place, port)]


def servers(place: Place) -> list[Child]:
    """Broker and cache, each under the user that owns the place's servers."""
    commands = {
        "broker": (valkey.broker_command(place), place.broker_socket),
        "cache": (valkey.cache_command(place), place.cache_socket),
    }
    user = database.as_owner(place)
    return [
        Child(name, command, place.log(name), socket=socket_path, user=user)
        for name, (command, socket_path) in commands.items()
    ]


def programs(place: Place, port: int) -> list[Child]:
    """Our own code. A busy worker ends in time only when it is killed."""
    worker = Child("worker", worker_command(), place.log("worker"), stop_limit=15)
    worker.death_signal = signal.SIGKILL
    beat = Child("beat", beat_command(place), place.log("beat"))
    web = Child("web", web_command(port), place.log("web"))
    for program in (worker, beat, web):
        program.environment = {
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "DATA_DIR": str(place.data_dir),
            "PORT": str(port),
        }
    return [worker, beat, web]


def worker_command() -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "-A", "lms", "worker"),
        *("--concurrency", "2", "--pool", "prefork", "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle", "--include", "lms.embedded.worker"),
    ]


def beat_command(place: Place) -> list[str]:
    schedule = place.data_dir / "state" / "beat-schedule"
    return [
        *(sys.executable, "-m", "celery", "-A", "lms", "beat", "--pidfile", ""),
        *("--schedule", str(schedule), "--loglevel", "INFO"),
    ]


def web_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"{HOST}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--graceful-timeout", "8", "--access-logfile", "-", "--no-control-socket"),
    ]


class Supervisor:
    """One round every fifth of a second: bury the dead, start what is due."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.port = port
        self.children = children(place, port)
        self.is_stopping = False
        self.is_announced = False
        self.is_late = False
        self.started_at = time.monotonic()

    def run(self) -> None:
        for number in stop_signals():
            signal.signal(number, self.ask_to_stop)
        try:
            self.start_database()
            while not self.is_stopping:
                self.look_after_children()
                self.look_after_database()
                self.look_after_visitors()
                time.sleep(TICK)
        finally:
            self.stop()

    def ask_to_stop(self, *_: object) -> None:
        self.is_stopping = True

    def start_database(self) -> None:
        database.ensure_running(self.place)
        say("database: ready")

    def look_after_database(self) -> None:
        if database.has_keeper(self.place):
            return
        say("database: its keeper died; starting again")
        try:
            self.start_database()
        except database.DatabaseDownError as error:
            say(f"database: {error}")

    def look_after_children(self) -> None:
        for child in self.children:
            if child.process is not None and not child.is_running:
                self.report_death(child)
            if child.process is None and time.monotonic() >= child.start_again_at:
                self.start_child(child)

    def report_death(self, child: Child) -> None:
        pid, code = child.process.pid, child.bury()
        pause = max(0, child.start_again_at - time.monotonic())
        say(
            f"{child.name}: pid {pid} ended with {code}; again in {pause:.1f} s, see {child.log}"
        )

    def start_child(self, child: Child) -> None:
        """Start it; what comes after it may need its socket."""
        if child.socket:
            child.socket.unlink(missing_ok=True)
        child.start()
        deadline = time.monotonic() + READY_LIMIT
        while child.is_running and not child.is_ready and time.monotonic() < deadline:
            time.sleep(0.02)
        say(f"{child.name}: started, pid {child.process.pid}")

    def look_after_visitors(self) -> None:
        """Say once that the site answers, or that it takes too long."""
        if self.is_announced:
            return
        self.is_announced = answers(self.port)
        waited = time.monotonic() - self.started_at
        if self.is_announced:
            announce(self.place, self.port, waited)
        elif waited > PATIENCE and not self.is_late:
            self.is_late = True
            say(
                f"Trang web chưa trả lời sau {PATIENCE} giây; xem {self.place.log('web')}"
            )

    def stop(self) -> None:
        """Everything in reverse; the database last, unless a command still needs it."""
        for child in reversed(self.children):
            if child.process is not None:
                child.stop()
                say(f"{child.name}: stopped")
        database.release(self.place, os.getpid())
        say(
            "database: in use by another command"
            if database.has_keeper(self.place)
            else "database: stopped"
        )


def stop_signals() -> list[signal.Signals]:
    """Ctrl-C, kill, and the end of the terminal unless nohup says to outlive it."""
    under_nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([] if under_nohup else [signal.SIGHUP])]


def answers(port: int) -> bool:
    """Whether the site says that it is alive."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(place: Place, port: int, seconds: float) -> None:
    """Say where the site is and who can log in."""
    lines = [f"Trang web đã sẵn sàng sau {seconds:.0f} giây: http://{HOST}:{port}"]
    if (place.data_dir / "state" / "demo-loaded").exists():
        lines.append(f"Tài khoản dùng thử (mật khẩu chung: {demo_accounts.PASSWORD})")
        lines += [f"  {code:<15} {role}" for code, role in demo_accounts.ROLES.items()]
    lines.append(f"Dữ liệu và nhật ký ở {place.data_dir}. Dừng: Ctrl-C.")
    print("", *lines, "", sep="\n", flush=True)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError as error:
            raise PlaceError(
                f"Không mở được cổng {port} ({error.strerror}): có lẽ chương trình khác đang dùng. "
                f"Chọn cổng khác, ví dụ: make run PORT={port + 1}"
            ) from error


def die_with_make() -> None:
    """Stop in order when the `make` that started this is killed."""
    if os.environ.get("MAKELEVEL"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def main() -> int:
    place, port = here(), wanted_port()
    place.prepare()
    with place.lock("supervisor").open("a") as seat:
        if not gets(seat):
            running = place.port_file.read_text()
            raise PlaceError(f"Bản cài này đang chạy, tại http://{HOST}:{running}")
        refuse_taken_port(port)
        place.port_file.write_text(str(port))
        os.chdir(CHECKOUT)
        die_with_make()
        Supervisor(place, port).run()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (PlaceError, PermissionError, database.DatabaseDownError) as error:
        sys.exit(str(error))
