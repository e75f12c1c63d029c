"""Pictures of every page and state, in both themes and two sizes, for people to judge."""
