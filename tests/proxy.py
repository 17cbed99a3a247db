"""A bad network between a browser and the server: cuts connections after some bytes, or goes silent without a word."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 16_384


class BadNetwork:
    """Forwards TCP to ``port``. ``sent`` counts all bytes that went up to the server."""

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.sent = 0
        self._cuts: list[int] = []
        self._silent_after: int | None = None
        self.fell_silent = threading.Event()
        self.cuts_made = 0

    @property
    def url(self) -> str:
        """Origin for a browser."""
        return f"http://localhost:{self.port}"

    def cut_after(self, *sizes: int) -> None:
        """Cut one connection after each of these numbers of further bytes upwards, one after another."""
        self._cuts = [self.sent + sum(sizes[: index + 1]) for index in range(len(sizes))]

    def silence_after(self, size: int) -> None:
        """After ``size`` further bytes upwards, the connection that sends hangs for good; new ones work."""
        self._silent_after = self.sent + size

    def run(self) -> None:
        """Accept until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def close(self) -> None:
        """Stop accepting."""
        self._listener.close()

    def _carry(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self._upstream)) as server:
            while True:
                for end in select.select([client, server], [], [])[0]:
                    data = end.recv(PIECE)
                    if not data:
                        return
                    if end is server:
                        client.sendall(data)
                        continue
                    server.sendall(data)
                    self.sent += len(data)
                    if self._cuts and self.sent >= self._cuts[0]:
                        self._cuts.pop(0)
                        self.cuts_made += 1
                        return
                    if self._silent_after is not None and self.sent >= self._silent_after:
                        self._silent_after = None
                        self.fell_silent.set()
                        threading.Event().wait()


@contextmanager
def bad_network(port: int) -> Iterator[BadNetwork]:
    """One between here and ``port``."""
    network = BadNetwork(port)
    threading.Thread(target=network.run, daemon=True).start()
    yield network
    network.close()
