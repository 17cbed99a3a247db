"""Settings: what an installation becomes by its environment."""

import pytest

from sambang_digital.settings import Settings


@pytest.mark.parametrize(
    ("environment", "is_demo"),
    [
        ({}, True),
        ({"HOST": "localhost", "PUBLIC_URL": "http://127.0.0.1:4000"}, True),
        ({"SAMBANG_DEMO": "false"}, False),
        ({"HOST": "0.0.0.0"}, False),
        ({"HOST": "0.0.0.0", "SAMBANG_DEMO": "true"}, False),
        ({"PUBLIC_URL": "https://sambang.example.id"}, False),
        ({"TRUSTED_PROXY_HOPS": "1"}, False),
    ],
)
def test_no_demo_where_others_can_reach_it(
    environment: dict[str, str], is_demo: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its accounts are shown to everybody, so an exposed server has none: by its own address or behind a proxy."""
    for name in ("HOST", "PUBLIC_URL", "SAMBANG_DEMO", "TRUSTED_PROXY_HOPS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Settings(_env_file=None).is_demo is is_demo
