"""The storage market's rules, pure: what minting and burning cost, who is paid, what a session holds."""
