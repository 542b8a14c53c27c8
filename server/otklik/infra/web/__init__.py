"""The web edge: refusals become answers, bodies are read strictly, every answer has its headers and its log line."""
