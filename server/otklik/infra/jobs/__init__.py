"""Jobs and timers in PostgreSQL, written in the caller's transaction; lanes keep the order of one key."""
