"""What conversations are sorted by: tags, and the reasons they are closed for."""
