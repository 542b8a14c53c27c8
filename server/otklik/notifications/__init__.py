"""Who is told of what: noticed from the event log, by sound, on the desk, by the browser, and by web push."""
