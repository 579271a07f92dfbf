"""The double auction: orders, clearing, matching, quotes and bills, in integers. Pure."""
