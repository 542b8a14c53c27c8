"""Prepared answers: who may use which, their languages, variables and files."""
