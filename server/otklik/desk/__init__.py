"""The operators' side of the wire: lists, conversations, messages and files, as the contract shows them."""
