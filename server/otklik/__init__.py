"""Otklik: one desk where a company answers its customers in the messengers they already use."""

__version__ = "0.1.0"
