"""Install Lighthouse, or end with the reason: without it a whole run would lack one of its gates."""

from tests.lighthouse import install

if __name__ == "__main__" and not install():
    raise SystemExit("Lighthouse tidak dapat dipasang dari npm.")
