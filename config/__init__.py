"""WHAT the operator declares, as values; imports nothing of ours.

`settings` are the values, `feeds` those of the feeds and their rules, `terms` what these look for, `rights` how much is
passed on, `labels` what places are called, `declared` what every table is made of; `loader` finds and checks them,
`errors` is the root of the error tree,
`defaults/` the sample desk and the starter list, `deploy/` the files an operator copies.
"""
