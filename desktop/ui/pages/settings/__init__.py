"""The settings page: `page` lists the sections, each of which has a file of its own."""
