"""The waist of the house: conversations, their messages and notes, and who holds them."""
