"""WHEN, and the door: the tick, the service and the command line."""
