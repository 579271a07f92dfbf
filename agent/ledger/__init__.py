"""The light client: believe the chain, not the node. Pure."""
