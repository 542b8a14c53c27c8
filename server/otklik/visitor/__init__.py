"""The visitor's side of the website chat: sessions, messages, the live line, and the pages that show it."""
