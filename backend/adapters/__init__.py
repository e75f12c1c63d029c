"""The outside world behind `services.ports`: storage, image engines, passwords, mail."""
