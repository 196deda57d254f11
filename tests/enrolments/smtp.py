"""A real SMTP server on loopback that can refuse, for the moment or for good."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 loopback ESMTP")
        while line := self.rfile.readline():
            verb = line.decode().strip()
            if not self.answer(verb):
                return

    def answer(self, verb: str) -> bool:
        upper = verb.upper()
        if upper.startswith("RCPT"):
            self.say(self.server.verdict(verb))
        elif upper.startswith("DATA"):
            self.say("354 go on")
            self.server.taken.append(self.read_message())
            self.say("250 taken")
        elif upper.startswith("QUIT"):
            self.say("221 bye")
            return False
        else:
            self.say("250 loopback")
        return True

    def read_message(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[str] = []
        self.refusals: list[str] = []

    def verdict(self, _recipient: str) -> str:
        return self.refusals.pop(0) if self.refusals else "250 fine"


@contextmanager
def smtp_server():
    """Listen on a free port until the block ends."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
