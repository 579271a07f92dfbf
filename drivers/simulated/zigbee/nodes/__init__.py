"""The virtual devices: meters, plugs, relays, and one broken meter per known trap."""
