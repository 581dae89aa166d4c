"""Headers on every answer, also on refusals and failures."""

import secrets
from typing import cast

import flask
from flask import g

API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'{nonce}; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)
PAGES = (("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"))
HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def csp_nonce() -> str:
    """For the script element that a page of this answer holds; templates call it by this name."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return cast(str, g.csp_nonce)


def add_headers(response: flask.Response, *, production: bool) -> None:
    """No answer is framed, sniffed or kept by a cache unless its route says that it may be kept."""
    headers = response.headers
    headers.extend(ALWAYS)
    if response.mimetype == "text/html":
        headers.extend(PAGES)
        nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
        headers["Content-Security-Policy"] = PAGE_POLICY.format(nonce=nonce)
    else:
        headers["Content-Security-Policy"] = API_POLICY
        headers.add("Vary", "Authorization")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if production:
        headers.extend((HSTS,))
