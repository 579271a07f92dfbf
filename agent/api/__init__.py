"""The local interface between the daemon and its screens: messages, framing, permissions. Pure."""
