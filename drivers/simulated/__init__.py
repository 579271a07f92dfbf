"""Stand-ins that speak the real protocol: meters, chain and broker without hardware."""
