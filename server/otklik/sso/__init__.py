"""Signing in through a provider of the company's own, by OpenID Connect: set up, begun, judged, linked."""
