"""Measures the house on real servers of its own and prints ratios: run by `make bench`, never by the tests."""
