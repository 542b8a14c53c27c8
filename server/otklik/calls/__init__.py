"""Calls from a website to an operator's browser: who is rung, who has it, and what became of it."""
