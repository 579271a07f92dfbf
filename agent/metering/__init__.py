"""Energy registers become quarter-hour energies and a green, red or unknown home. Pure."""
