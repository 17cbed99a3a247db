"""A browser's end of a live connection, by hand: Engine.IO and Socket.IO frames on a raw websocket."""

import asyncio
import json
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.servers import PATIENCE_S

NAMESPACE = "/_event"


class Wire:
    """One connection. ``received`` holds every message the server sent, in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.received: list[Any] = []
        self._fence = 0

    @classmethod
    async def open(
        cls, url: str, *, cookie: str = "", token: str | None = None, origin: str | None = None, auth: Any = None
    ) -> "Wire":
        """Connect as Reflex's frontend does; ``token`` is the tab's."""
        query = f"EIO=4&transport=websocket&token={token or uuid4()}"
        wire = cls(
            await connect(
                f"{url.replace('http', 'ws', 1)}/_event/?{query}",
                additional_headers={"Cookie": cookie} if cookie else None,
                origin=origin,
                proxy=None,
                open_timeout=PATIENCE_S,
            )
        )
        await wire._frame("0")
        await wire.socket.send(f"40{NAMESPACE},{json.dumps(auth or {})}")
        await wire._frame("40")
        return wire

    async def _frame(self, kind: str) -> str:
        """The next frame of this kind; pings are answered, messages are kept."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = str(await self.socket.recv())
                if frame == "2":
                    await self.socket.send("3")
                elif frame.startswith("42"):
                    self.received.append(json.loads(frame[frame.index("[") :])[1])
                if frame.startswith(kind):
                    return frame

    async def event(self, name: str, payload: Any = None, router_data: Any = None) -> None:
        """Send an event by the full name of its handler."""
        data = {"name": name, "payload": {} if payload is None else payload}
        data["router_data"] = {"pathname": "/uji/", "asPath": "/uji/"} if router_data is None else router_data
        await self.raw(["event", data])

    async def raw(self, message: Any) -> None:
        """Send any Socket.IO message."""
        await self.socket.send(f"42{NAMESPACE},{json.dumps(message)}")

    async def until(self, text: str) -> list[Any]:
        """Everything received up to the message that contains ``text``, which is taken out."""
        while not any(text in json.dumps(message) for message in self.received):
            await self._frame("42")
        end = next(index for index, message in enumerate(self.received) if text in json.dumps(message)) + 1
        taken, self.received = self.received[:end], self.received[end:]
        return taken

    async def settled(self, reach: str) -> str:
        """All that the server sent in answer to what came before, as one text."""
        self._fence += 1
        number = int(f"777{self._fence:04d}")
        await self.event(reach, {"fence": number})
        return json.dumps(await self.until(str(number)))

    async def closed(self) -> None:
        """Wait until the server hangs up; raises ``TimeoutError`` if it does not."""
        async with asyncio.timeout(PATIENCE_S):
            await self.socket.wait_closed()

    async def close(self) -> None:
        """Hang up."""
        await self.socket.close()
