"""Tests of live screens."""
