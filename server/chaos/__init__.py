"""Kills the house while it works and checks afterwards what it promised: run by `make chaos`, never by the tests."""
