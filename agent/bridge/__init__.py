"""MQTT: topics, payloads and signed delivery reports. Pure."""
