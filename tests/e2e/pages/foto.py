"""The photo tools of the built product, as its pages load them: called by name on any page, under its real CSP."""

import base64
from typing import Any

from playwright.sync_api import Page

from sambang_digital.pwa.build import STATIC

CALL = """async ([script, call, args]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = async (blob) => btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
  const tools = await import(script);
  try {
    if (call === "prepare") {
      const photo = await tools.prepare(new File([bytes(args.data)], args.name, { type: args.type }), args.source);
      return { ...photo, blob: { type: photo.blob.type, data: await text(photo.blob) } };
    }
    const shares = [];
    const stop = new AbortController();
    const onProgress = (share) => {
      shares.push(share);
      if (args.stop_at !== null && share >= args.stop_at) stop.abort(new Error("stopped"));
    };
    await tools.upload(new Blob([bytes(args.data)]), { sha256: args.sha256, name: args.name, signal: stop.signal, onProgress });
    return { shares };
  } catch (error) {
    return { fault: error.message, status: error.status ?? null, retry_after: error.retryAfter ?? null };
  }
}"""

BEGIN = """([script, sha256, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  globalThis.outcome = import(script).then(({ upload }) => upload(new Blob([bytes]), { sha256 })).then(() => "arrived", String);
}"""


class PhotoTools:
    """``prepare`` and ``upload`` of ``assets/islands/lib``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _call(self, tool: str, call: str, **args: Any) -> dict[str, Any]:
        return self.page.evaluate(CALL, [_script(tool), call, args])

    def prepare(
        self, data: bytes, name: str = "IMG_1.jpg", kind: str = "image/jpeg", source: str = "camera"
    ) -> dict[str, Any]:
        """What becomes of a file from the camera; ``blob`` as ``{type, data}``, or ``{fault}``."""
        photo = self._call(
            "photos", "prepare", data=base64.b64encode(data).decode(), name=name, type=kind, source=source
        )
        if "blob" in photo:
            photo["blob"]["data"] = base64.b64decode(photo["blob"]["data"])
        return photo

    def upload(self, data: bytes, sha256: str, stop_at: float | None = None) -> dict[str, Any]:
        """Send; ``{shares}`` that were reported, or ``{fault, status, retry_after}``."""
        encoded = base64.b64encode(data).decode()
        return self._call("upload", "upload", data=encoded, sha256=sha256, name="1.jpg", stop_at=stop_at)

    def begin(self, data: bytes, sha256: str) -> None:
        """Start sending and do not wait."""
        self.page.evaluate(BEGIN, [_script("upload"), sha256, base64.b64encode(data).decode()])

    def outcome(self) -> str:
        """Wait for what was begun: ``arrived``, or the error."""
        return self.page.evaluate("() => globalThis.outcome")


def _script(tool: str) -> str:
    (script,) = STATIC.glob(f"assets/{tool}-*.js")
    return f"/assets/{script.name}"
