"""Whole ways through the running product, in a real browser."""
