"""Templates that providers have approved: kept beside their inbox, offered to operators, sent filled in."""
