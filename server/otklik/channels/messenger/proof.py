"""The word by which our address is known in a handshake. Pure."""

import hashlib
import hmac

_PURPOSE = b"messenger handshake"


def word_for(hook_secret: str) -> str:
    """Return the word of an inbox: made of its secret, which itself is told to nobody."""
    if not hook_secret:
        return ""
    return hmac.new(hook_secret.encode("utf-8", "surrogatepass"), _PURPOSE, hashlib.sha256).hexdigest()
