"""What the channels of one provider share: signature and handshake, deliveries in batches, calls and their refusals."""
