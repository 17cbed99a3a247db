"""A mail server of the test's own, and a messenger that keeps what it was given."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_string, policy
from email.message import EmailMessage

from sambang_digital.services.pesan import Message, Recipient, Way


class Kept:
    """Messages in memory instead of on the way."""

    def __init__(self, way: Way = "phone") -> None:
        self.way: Way = way
        self.sent: list[tuple[Recipient, str]] = []

    async def send(self, to: Recipient, message: Message) -> None:
        self.sent.append((to, message.text))

    def codes(self) -> list[str]:
        """The codes that were sent, the earliest first."""
        return [found[0] for _, text in self.sent if (found := re.search(r"\b\d{6}\b", text))]


@asynccontextmanager
async def mail_server() -> AsyncIterator[tuple[int, list[EmailMessage]]]:
    """Port of a mail server on loopback, and what it received."""
    received: list[EmailMessage] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 tes ESMTP\r\n")
        while line := (await reader.readline()).decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                writer.write(b"354 terus\r\n")
                lines = []
                while (text := (await reader.readline()).decode()) != ".\r\n":
                    lines.append(text)
                received.append(message_from_string("".join(lines), policy=policy.default))
            writer.write(b"221 selesai\r\n" if word == "QUIT" else b"250 baik\r\n")
            if word == "QUIT":
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], received
