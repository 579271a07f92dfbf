"""Drivers: each adapts one library or device to one port of agent.ports."""
