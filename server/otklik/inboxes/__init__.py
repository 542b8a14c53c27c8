"""Connected accounts of channels: their settings, encrypted secrets, addresses and health."""
