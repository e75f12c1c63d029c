"""HTTP to contract and back: one file a resource."""
