"""Tests of the website chat's channel."""
