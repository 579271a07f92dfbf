"""What gets gridhearth onto a machine and keeps it current: packages, slots, releases, cards, sticks."""
