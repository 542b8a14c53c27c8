"""Tests of the road of a message."""
