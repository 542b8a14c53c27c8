"""MAX: bots of the Russian messenger."""
