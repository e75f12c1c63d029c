"""QObjects that live on worker threads: everything that could make the window wait."""
