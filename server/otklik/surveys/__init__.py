"""What customers say of the help they got: one rating for each closing of a conversation, whatever the channel."""
