"""Stand-ins for what costs money or leaves the machine; each passes its port's contract test."""
