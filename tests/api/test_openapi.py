"""The API against its own OpenAPI document, with requests that Schemathesis makes up: right, odd and wrong ones."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sambang_digital.api.app import make_api
from tests.conftest import ROOT
from tests.e2e.server import copy_data
from tests.servers import free_port, wait_for

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EVERYTHING = schemathesis.openapi.from_dict(make_api().openapi())
WORK = EVERYTHING.exclude(path_regex="/session", method=["DELETE", "PUT", "POST"])
"""What an officer does all day: without the operations that sign out."""
FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def api(sqlite_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API alone, without pages, as a process on demo data; yields its origin."""
    folder, port = copy_data(sqlite_data, tmp_path_factory.mktemp("api") / "data"), free_port()
    mine = {"DATABASE_URL": f"sqlite:///{folder / 'sambang.db'}", "PORT": str(port)}
    command = ["granian", "--interface", "asgi", "--factory", "--port", str(port), "sambang_digital.api.app:make_api"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", Path(sys.executable).with_name(command[0]), *command[1:]],
            cwd=ROOT,
            env=os.environ | mine | {"DATA_DIR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    origin = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: _answers(origin), "API")
        yield origin
        assert "Traceback" not in (folder / "log").read_text()
    finally:
        process.terminate()
        process.wait(20)


def _answers(origin: str) -> bool:
    try:
        return httpx.get(f"{origin}/api/v1/openapi.json").is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def cookie(api: str) -> str:
    """The cookie of a signed-in officer."""
    accounts = httpx.get(f"{api}/api/v1/demo").json()["accounts"]
    officer = next(one for one in accounts if one["title"] == "Bhabinkamtibmas")
    answer = httpx.post(f"{api}/api/v1/session", json={"nrp": officer["nrp"], "password": officer["password"]})
    assert answer.status_code == 200, answer.text
    return answer.headers["set-cookie"].partition(";")[0]


@EVERYTHING.parametrize()
@FEW
def test_strangers_get_documented_answers(case: schemathesis.Case, api: str) -> None:
    """Whatever a stranger sends, the answer is one the document promises; never a server error."""
    case.call_and_validate(base_url=api, checks=CHECKS)


@WORK.parametrize()
@FEW
def test_officers_get_documented_answers(case: schemathesis.Case, api: str, cookie: str) -> None:
    """The same with a valid session, so that the requests reach the rules."""
    case.call_and_validate(base_url=api, checks=CHECKS, headers={"Cookie": cookie})
