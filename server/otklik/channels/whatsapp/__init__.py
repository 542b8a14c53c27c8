"""WhatsApp: numbers of the Business Cloud API."""
