"""Colours, measures, fonts, icons and the style sheet."""
