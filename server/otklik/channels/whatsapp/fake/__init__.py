"""A stand-in for WhatsApp's Cloud API, for tests and the sandbox."""

from otklik.channels.whatsapp.fake.app import FakeWhatsapp

__all__ = ["FakeWhatsapp"]
