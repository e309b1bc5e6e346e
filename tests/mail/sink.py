"""A mail server for tests that keeps what it accepts and refuses what it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType

DROP = "drop"  # the connection breaks before the message was sent
DROP_AFTER = "drop after"  # the message is accepted, and the connection breaks before the answer


@dataclass(frozen=True)
class Received:
    """One accepted message with its envelope."""

    return_path: str
    to: str
    data: bytes

    @property
    def mail(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class Sink:
    """``replies`` holds for an address what is said to its next messages, in order; then all is accepted."""

    per_session: int = 10_000
    replies: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sender_reply: str = "250 ok"
    greeting: str = "220 sink"
    received: list[Received] = field(default_factory=list)
    sessions: int = 0
    on_accept: Callable[[], object] = lambda: None

    def __enter__(self) -> Sink:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.sessions += 1
                Conversation(sink, self).hold()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        port: int = self._server.server_address[1]
        return port

    @property
    def reached(self) -> list[str]:
        """The addresses of what was accepted, in order."""
        return [message.to for message in self.received]


class Conversation:
    """One session: the commands of RFC 5321 that a client needs."""

    def __init__(self, sink: Sink, handler: socketserver.StreamRequestHandler) -> None:
        self.sink, self.read, self.write = sink, handler.rfile, handler.wfile
        self.accepted = 0
        self.return_path = self.to = ""

    def hold(self) -> None:
        self.say(self.sink.greeting)
        while line := self.read.readline().decode().strip():
            command = line.split(" ")[0].split(":")[0].upper()
            if not self.answer(command, line) or command == "QUIT":
                return

    def answer(self, command: str, line: str) -> bool:
        """Answer one command; False where the connection breaks."""
        match command:
            case "MAIL":
                self.return_path = address_in(line)
                return self.say(self.mail_reply())
            case "RCPT":
                self.to = address_in(line)
                reply = (self.sink.replies[self.to] or [""])[0]
                if reply == DROP:
                    self.sink.replies[self.to].pop(0)
                    return False
                return self.say("250 ok" if reply in {"", DROP_AFTER} else self.sink.replies[self.to].pop(0))
            case "DATA":
                return self.take()
            case _:
                return self.say("221 bye" if command == "QUIT" else "250 ok")

    def mail_reply(self) -> str:
        full = self.accepted >= self.sink.per_session
        return "452 4.5.3 Too many messages sent" if full else self.sink.sender_reply

    def take(self) -> bool:
        self.say("354 go on")
        data = b"".join(iter(self.read.readline, b".\r\n"))
        self.sink.received.append(Received(self.return_path, self.to, data))
        self.accepted += 1
        self.sink.on_accept()
        if self.sink.replies[self.to] and self.sink.replies[self.to].pop(0) == DROP_AFTER:
            return False
        return self.say("250 ok")

    def say(self, line: str) -> bool:
        self.write.write(f"{line}\r\n".encode())
        return True


def address_in(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
