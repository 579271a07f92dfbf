"""What one party of the market wants: household and endorser. Pure."""
