"""Tests of channel health and the ledger."""
