"""A browser that subscribes at the push service of this machine, in the place of its own, which no test reaches."""

import json

from playwright.sync_api import BrowserContext

from tests.push import Browser

HELD = "localStorage.getItem('langganan-uji')"
"""What a page with :func:`with_vendor` evaluates to ``ada`` while its browser is subscribed, else to null."""
VENDOR = """([told, key]) => {
  // What the browser's own would give, kept over a reload.
  const made = () => localStorage.getItem("langganan-uji") && {
    endpoint: told.endpoint, options: { applicationServerKey: Uint8Array.from(key).buffer }, toJSON: () => told,
    unsubscribe: async () => { localStorage.removeItem("langganan-uji"); return true; },
  };
  PushManager.prototype.getSubscription = async () => made() || null;
  PushManager.prototype.subscribe = async () => { localStorage.setItem("langganan-uji", "ada"); return made(); };
}"""


def with_vendor(context: BrowserContext, browser: Browser, key: bytes) -> None:
    """Let the browser subscribe as ``browser``."""
    told = {"endpoint": browser.endpoint, "keys": browser.keys}
    context.add_init_script(f"({VENDOR})({json.dumps([told, list(key)])})")
