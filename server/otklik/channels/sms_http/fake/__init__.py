"""A provider such as SMSC.ru in this process."""

from otklik.channels.sms_http.fake.provider import FakeSmsc

__all__ = ["FakeSmsc"]
