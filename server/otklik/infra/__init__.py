"""The ground floor of services: database, events, jobs, journal, files, settings, telemetry. No business rule."""
