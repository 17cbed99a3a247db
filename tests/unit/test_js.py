"""The JavaScript that runs on the phone, by Node's own test runner."""

from tests import node


def test_the_phones_own_rules() -> None:
    result = node.run_tests()
    assert result.returncode == 0, result.stdout + result.stderr
