"""SMS over SMPP 3.4: one line to an operator's centre, for both directions."""

from otklik.channels.smpp.channel import SmppChannel

__all__ = ["SmppChannel"]
