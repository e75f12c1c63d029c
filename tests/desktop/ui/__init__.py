"""What people see and do in the window, through real events."""
