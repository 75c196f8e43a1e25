"""WHAT the operator declares, as values; imports nothing of ours.

`settings` are the values (`rights` and `labels` those of sources and feeds, `declared` what all tables are made of),
`loader` finds and checks them, `errors` is the root of the error tree,
`defaults/` the sample desk and the starter list, `deploy/` the files an operator copies.
"""
