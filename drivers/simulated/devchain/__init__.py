"""The embedded development chain: for demonstrations and tests, never for money.

py-evm computes state transitions; headers, sealing (QBFT), receipts and JSON-RPC are our own.
It shares no code with the agent's light client, so that the two check one another.
"""
