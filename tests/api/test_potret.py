"""A portrait over HTTP: the body is the file, whatever is wrong with it is said in words."""

import httpx
import pytest

from sambang_digital.models import Akun
from sambang_digital.security.permissions import Peran
from sambang_digital.settings import get_settings
from tests import pictures
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun, make_satuan


@pytest.fixture
async def officer(database: str) -> Akun:
    """An officer of the admin's satuan."""
    satuan = await make_satuan("POLRES")
    await make_akun("60010009", Peran.ADMIN, satuan=satuan)
    return await make_akun(satuan=satuan)


@pytest.fixture
async def admin(client_of: Client, officer: Akun) -> httpx.AsyncClient:
    """Who administers the officer."""
    client = client_of()
    assert (await sign_in(client, "60010009")).status_code == 200
    return client


async def test_set_and_looked_at(admin: httpx.AsyncClient, officer: Akun) -> None:
    """Larger than other bodies may be, once more in the place of the first; kept by no cache."""
    path = f"/api/v1/potret/{officer.id}"
    assert (await admin.get(path)).status_code == 404
    large = pictures.noise(2200, 2200)
    assert len(large) > get_settings().max_body_bytes
    for data in (large, pictures.encoded(pictures.scene(), "PNG")):
        answer = await admin.put(path, content=data)
        assert (answer.status_code, answer.json()) == (200, {"shown": False})
    answer = await admin.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert pictures.opened(answer.content).size == (384, 384)


async def test_what_is_refused(admin: httpx.AsyncClient, officer: Akun, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/api/v1/potret/{officer.id}"
    for data, words in (
        (pictures.impostors()["pdf"], "bukan foto JPEG, PNG, atau WebP"),
        (pictures.impostors()["heic"], "HEIC/AVIF"),
        (pictures.photo(120, 160), "paling sedikit 192 × 192"),
        (b"", "bukan foto"),
    ):
        answer = await admin.put(path, content=data)
        assert answer.status_code == 422
        assert words in answer.json()["detail"]
    monkeypatch.setattr(get_settings(), "max_media_bytes", 2048)
    answer = await admin.put(path, content=pictures.photo())
    assert answer.status_code == 413
    assert (await admin.get(path)).status_code == 404


async def test_not_by_others(client_of: Client, admin: httpx.AsyncClient, officer: Akun) -> None:
    """The officer may not; without a session nobody; of somebody who is no Bhabinkamtibmas none is kept."""
    path, own = f"/api/v1/potret/{officer.id}", client_of()
    assert (await own.put(path, content=pictures.photo())).status_code == 401
    assert (await sign_in(own, officer.nrp)).status_code == 200
    for method in ("GET", "PUT"):
        assert (await own.request(method, path, content=pictures.photo())).status_code == 403
    kanit = await make_akun("60010007", Peran.STAF_UNIT)
    assert (await admin.put(f"/api/v1/potret/{kanit.id}", content=pictures.photo())).status_code == 404
    (me,) = [(await admin.get("/api/v1/session")).json()["id"]]
    answer = await admin.put(f"/api/v1/potret/{me}", content=pictures.photo())
    assert answer.status_code == 422
    assert "Hanya Bhabinkamtibmas" in answer.json()["detail"]
