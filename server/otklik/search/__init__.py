"""Search over messages, files and people: an index beside the hot tables, the task that fills it, and the doors."""
