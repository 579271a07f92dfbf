"""The template of mosquitto's configuration for a market's broker."""
