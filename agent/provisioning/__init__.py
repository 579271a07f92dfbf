"""From a bare box to a trading home, pure: the checklist, its answers, and the report of it."""
