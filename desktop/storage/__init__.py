"""What the app keeps on this computer: gallery cache, token, preferences. No widgets."""
