"""The website's feedback form: a request comes in, and the answer goes by the address given in it."""

from otklik.channels.form.channel import FormChannel

__all__ = ["FormChannel"]
