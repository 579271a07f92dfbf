"""The demonstration: a whole street on one machine, shown and recorded."""
