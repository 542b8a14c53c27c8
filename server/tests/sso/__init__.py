"""Signing in through a provider."""
