"""The forms a dropped file may have: one module a form, pure functions from its text to an `Entry`."""
