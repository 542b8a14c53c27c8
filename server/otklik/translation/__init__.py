"""A translation service of the company's own: connected, tried, asked, and what it said kept."""
