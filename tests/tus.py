"""A small tus client for tests of the server: speaks the protocol one request at a time."""

import base64
import hashlib

import httpx

URL = "/api/v1/media/tus"
WARGA = "/api/v1/media/tus-warga"
VERSION = {"Tus-Resumable": "1.0.0"}
STREAM = {"Content-Type": "application/offset+octet-stream"}


def sha(data: bytes) -> str:
    """SHA-256, hexadecimal: how a photo is known."""
    return hashlib.sha256(data).hexdigest()


def metadata(**values: str) -> str:
    """The value of ``Upload-Metadata``."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def checksum(data: bytes, algorithm: str = "sha256") -> dict[str, str]:
    """The header that vouches for one piece."""
    digest = hashlib.new(algorithm, data).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


async def create(
    client: httpx.AsyncClient, data: bytes, first: bytes | None = None, *, at: str = URL, **headers: str
) -> httpx.Response:
    """Begin an upload of ``data``; ``first`` sends its first bytes along."""
    about = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(sha256=sha(data), filename="1.jpg")}
    with_body = STREAM if first is not None else {}
    return await client.post(at, headers=VERSION | about | with_body | headers, content=first or b"")


async def patch(client: httpx.AsyncClient, url: str, offset: int, data: bytes, **headers: str) -> httpx.Response:
    """Append ``data``."""
    return await client.patch(url, headers=VERSION | STREAM | {"Upload-Offset": str(offset)} | headers, content=data)


async def offset(client: httpx.AsyncClient, url: str) -> int:
    """How much of it the server has."""
    answer = await client.head(url, headers=VERSION)
    assert answer.status_code == 200, answer.status_code
    return int(answer.headers["upload-offset"])


async def upload(client: httpx.AsyncClient, data: bytes, at: str = URL) -> str:
    """Upload the whole; gives the photo's id."""
    answer = await create(client, data, data, at=at)
    assert answer.status_code == 201, answer.text
    assert int(answer.headers["upload-offset"]) == len(data)
    return answer.headers["location"].rsplit("/", 1)[1]
