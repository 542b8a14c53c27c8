"""Headers that every answer carries, errors included; an endpoint that needs others sets its own first."""

from collections.abc import Iterable, Sequence

Header = tuple[bytes, bytes]

_API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
    (b"cache-control", b"no-store"),
)
_ON_HTTPS: Header = (b"strict-transport-security", b"max-age=31536000")
_POLICY = b"content-security-policy"


def with_defaults(given: Iterable[Header], *, secure: bool) -> list[Header]:
    """Add the headers the endpoint did not set itself; without an own policy nothing may be loaded or framed."""
    headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
    names = {name for name, _ in headers}
    headers += [(name, value) for name, value in _ALWAYS if name not in names]
    if _POLICY not in names:
        headers += [(_POLICY, _API_POLICY.encode()), (b"x-frame-options", b"DENY")]
    if secure:
        headers.append(_ON_HTTPS)
    return headers


def worker_policy() -> str:
    """Return the Content-Security-Policy of the desk's service worker, which fetches the desk's own files."""
    return "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"


def desk_policy(nonce: str, file_origins: Sequence[str] = ()) -> str:
    """Return the Content-Security-Policy of the desk's page; `nonce` is made anew for each answer.

    Trusted types are not required: the component library writes its style elements through `innerHTML`.
    """
    files = " ".join(("'self'", *file_origins))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            f"img-src {files} data: blob:",
            f"media-src {files} blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            f"frame-src {files}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )
