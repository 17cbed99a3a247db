"""The photo store behaves the same in a folder and in a bucket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sambang_digital.services import simpanan
from sambang_digital.settings import get_settings
from tests import s3
from tests.servers import free_port


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """No other test meets the settings of these."""
    yield
    get_settings.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, url: str, endpoint: str = "") -> None:
    """Point the product's store at ``url``, as its settings would."""
    environment = {
        "MEDIA_URL": url,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "ap-southeast-3",
        "AWS_ALLOW_HTTP": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each kind of store in turn, empty."""
    if request.param == "folder":
        use(monkeypatch, (tmp_path / "sebuah folder").as_uri())
        yield request.param
    else:
        with s3.bucket() as (endpoint, _):
            # The port makes the address a new one, so that no store of another test is met.
            use(monkeypatch, f"s3://sambang/foto-{endpoint.rpartition(':')[2]}", endpoint)
            yield request.param


async def read(key: str) -> bytes | None:
    """The whole object."""
    found = await simpanan.get(key)
    if found is None:
        return None
    data = b"".join([bytes(piece) async for piece in found.pieces])
    assert len(data) == found.size
    return data


async def test_put_get_delete(store: str) -> None:
    """What is put is there, whole, until it is deleted; putting again replaces; deleting twice is no fault."""
    data = bytes(range(256)) * 4000
    await simpanan.put("ab/1-besar.jpg", data)
    await simpanan.put("ab/1-kecil.jpg", b"old")
    await simpanan.put("ab/1-kecil.jpg", b"new")
    assert await read("ab/1-besar.jpg") == data
    assert await read("ab/1-kecil.jpg") == b"new"
    assert await read("ab/2-besar.jpg") is None
    await simpanan.delete("ab/1-besar.jpg")
    await simpanan.delete("ab/1-besar.jpg")
    assert await read("ab/1-besar.jpg") is None
    assert await read("ab/1-kecil.jpg") == b"new"


async def test_a_bucket_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own, which the API answers with 503."""
    port = free_port()
    use(monkeypatch, f"s3://sambang/foto-{port}", f"http://127.0.0.1:{port}")
    for call in (simpanan.put("a", b"x"), simpanan.get("a"), simpanan.delete("a")):
        with pytest.raises(simpanan.SimpananTerganggu):
            await call


async def test_a_folder_that_is_damaged_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where a folder is needed."""
    (tmp_path / "ab").write_text("not a folder")
    use(monkeypatch, tmp_path.as_uri())
    with pytest.raises(simpanan.SimpananTerganggu):
        await simpanan.put("ab/1.jpg", b"x")
