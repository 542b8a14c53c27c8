"""The channel contract: what every messenger becomes inside the house, and what the house asks of it."""
