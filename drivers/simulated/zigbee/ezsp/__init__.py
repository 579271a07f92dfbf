"""EZSP, the commands between a host and its coordinator (Silicon Labs UG100 and UG600)."""
