"""Pages that the server writes itself, for everybody: whole without JavaScript, small, and found by search engines.

A page here is a route of the same application as the API, a template, and the stylesheet of the app
(``docs/decisions/0021-server-rendered-floor.md``).
"""
