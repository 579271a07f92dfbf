"""The touchscreen. It shows; the daemon decides."""
