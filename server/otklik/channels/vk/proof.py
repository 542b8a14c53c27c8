"""The secret that VK puts into every delivery: VK signs nothing, so this word is all that proves one."""

import hashlib
import hmac

_DIGITS = 40


def secret_for(hook_secret: str, token: str) -> str:
    """Return the secret of one connection, in the letters and within the length that VK takes.

    It depends on the key of the community: after another community is put in its place, the old one is refused.
    """
    if not hook_secret or not token:
        return ""
    return hmac.new(hook_secret.encode(), b"vk:" + token.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def is_same(given: str, wanted: str) -> bool:
    """Compare in constant time; nothing is not the same as nothing."""
    if not given or not wanted:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))
