"""WhatsApp: numbers of the Business Cloud API."""

from otklik.channels.whatsapp.channel import WhatsappChannel

__all__ = ["WhatsappChannel"]
