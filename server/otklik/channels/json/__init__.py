"""Any program's own messenger, connected by signed JSON in both directions."""

from otklik.channels.json.channel import JsonChannel

__all__ = ["JsonChannel"]
