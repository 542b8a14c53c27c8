"""Live screens: who may hear what, sockets with resume, who looks and who types."""
