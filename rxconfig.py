"""Reflex's own settings; ours live in ``sambang_digital/settings.py``."""

import reflex as rx

from sambang_digital.pwa.plugin import PLACEHOLDER_ORIGIN, PwaPlugin
from sambang_digital.settings import get_settings

settings = get_settings()

UNUSED = [
    "alert",
    "card",
    "dock",
    "drawer",
    "dropdown",
    "fieldset",
    "filter",
    "footer",
    "join",
    "label",
    "list",
    "loading",
    "menu",
    "radio",
    "range",
    "rating",
    "stack",
    "status",
    "steps",
    "swap",
    "tab",
    "table",
    "toggle",
]
"""Components of daisyUI that no page uses but whose names are words of our code: Tailwind would ship them (4 KB)."""

config = rx.Config(
    app_name="sambang_digital",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    # The browser always talks to the origin that served the page.
    api_url=PLACEHOLDER_ORIGIN,
    deploy_url=settings.public_url,
    frontend_port=settings.port,
    backend_port=settings.port,
    backend_host=settings.host,
    cors_allowed_origins=settings.origins,
    trusted_proxy_hops=settings.trusted_proxy_hops,
    redis_url=settings.redis_url,
    # The default (disk) would write pickled states, with the cookie in them, beside the code.
    state_manager_mode=(
        rx.constants.StateManagerMode.REDIS if settings.redis_url else rx.constants.StateManagerMode.MEMORY
    ),
    # In order of preference.
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[
        PwaPlugin(),
        rx.plugins.TailwindV4Plugin(
            {
                # Tailwind looks for class names in everything that Reflex and our islands put into the build, and in the pages
                # that the server writes itself.
                "content": [
                    *(f"./{folder}/**/*.{{js,jsx}}" for folder in ("app", "app_components", "utils", "public/islands")),
                    "../sambang_digital/publik/templates/*.html",
                ],
                # daisyUI's components without its themes: ours are in assets/tema.css.
                "plugins": [
                    {
                        "name": "daisyui@5.8.1",
                        "import": {"name": "default as daisyui", "from": "daisyui"},
                        "call": "daisyui",
                        "args": {"themes": False, "logs": False, "exclude": UNUSED},
                    }
                ],
                "theme": {
                    "extend": {
                        "colors": {name: f"var(--color-{name})" for name in ("muted", "darurat", "darurat-content")}
                    }
                },
            }
        ),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
