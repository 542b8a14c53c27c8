"""Tests name the behaviour, use real PostgreSQL and reach nothing outside this machine."""
