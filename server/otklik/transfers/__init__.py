"""A conversation offered to a colleague: theirs once they accept it in time, the giver's otherwise."""
