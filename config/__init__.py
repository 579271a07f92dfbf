"""Data only: feeders, sun, chains, example settings. A package so that it is found when installed."""
