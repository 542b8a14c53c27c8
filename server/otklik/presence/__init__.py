"""Who is at the desk: statuses chosen and automatic, breaks and their reasons, signs of life, the history."""
