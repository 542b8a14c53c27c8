"""The web edge: refusals become answers, bodies are read strictly, every answer carries its headers and its line in the log."""
