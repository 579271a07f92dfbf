"""A virtual ZigBee coordinator and virtual devices: real ASH and EZSP, no radio waves."""
