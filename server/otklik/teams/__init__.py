"""Teams: groups of operators that conversations are given to."""
