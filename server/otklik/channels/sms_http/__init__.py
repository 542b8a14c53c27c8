"""SMS by any provider with an interface over HTTP, described in settings."""

from otklik.channels.sms_http.channel import SmsHttpChannel

__all__ = ["SmsHttpChannel"]
