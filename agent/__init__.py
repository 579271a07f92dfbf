"""The agent decides. Pure packages here take values and time as arguments and do no I/O."""
