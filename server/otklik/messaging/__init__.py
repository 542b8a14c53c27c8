"""The hall the messages pass: ingest, dispatch, delivery status, media."""
