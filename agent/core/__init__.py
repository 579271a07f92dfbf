"""State, events, effects and the one function that joins them. Pure."""
