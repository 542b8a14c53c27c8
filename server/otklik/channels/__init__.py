"""One folder per messenger; each knows the contract and the kit, and nothing of the rest of the house."""
