"""The commands of `gridhearth`; each module adds its own to the parser."""
