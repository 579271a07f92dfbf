"""Devices on the home's radio: what they are, what they may be used for, how a relay is kept safe."""
