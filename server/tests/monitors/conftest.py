"""The road of the messaging tests."""

from tests.messaging.conftest import road as road  # noqa: PLC0414 - a fixture for the tests here
