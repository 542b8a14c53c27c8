"""A translation service of the company's own."""
