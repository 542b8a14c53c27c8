"""Fields of a company's own: how one is made, changed, archived and put in order, whatever carries its values."""
