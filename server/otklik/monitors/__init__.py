"""Whether channels are well: their health in words, and the ledger of what came in."""
