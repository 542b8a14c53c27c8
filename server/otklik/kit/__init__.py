"""Tools without a business word: clock, ids, errors, text, pagination, secrets, the safe HTTP client."""
