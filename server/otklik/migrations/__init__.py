"""The tables, as SQL, in the order in which they grew."""
