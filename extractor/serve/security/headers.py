"""Headers of every answer."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders

from extractor.serve.settings import Settings

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Only files of our own run, and no script or style within a page."""

_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def secure(headers: MutableHeaders, settings: Settings) -> None:
    """Add what every answer bears."""
    for name, value in _HEADERS.items():
        headers[name] = value
    if settings.origin is not None and settings.origin.startswith("https:"):
        headers["strict-transport-security"] = "max-age=31536000"
    if "cache-control" not in headers:
        headers["cache-control"] = "private, no-cache"


def share(headers: MutableHeaders, origin: str | None, settings: Settings) -> None:
    """Let pages of the origins that are set read an answer of the API."""
    if not settings.cors:
        return
    headers.add_vary_header("Origin")
    if origin is not None and origin.lower() in {one.rstrip("/").lower() for one in settings.cors}:
        headers["access-control-allow-origin"] = origin
        headers["access-control-expose-headers"] = "ETag, Retry-After"
        headers["cross-origin-resource-policy"] = "cross-origin"


PREFLIGHT: Final = {
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "Authorization, If-None-Match",
    "access-control-max-age": "600",
}
"""What a browser is told that asks whether it may ask."""
