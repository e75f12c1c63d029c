"""The process that makes the pictures, and the reaper of what others left behind."""
