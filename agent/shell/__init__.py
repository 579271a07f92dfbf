"""The asyncio shell: one queue, one step at a time, journal before effects."""
