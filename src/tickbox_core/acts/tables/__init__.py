"""Tables that staff read in: each kind declared once, looked at, taken, undone."""
