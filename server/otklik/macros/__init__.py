"""Macros: named lists of actions, run on one conversation by hand. The desk runs them; here is what they are."""
