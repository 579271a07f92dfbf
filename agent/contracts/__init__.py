"""Contract sources and their built artifacts."""
