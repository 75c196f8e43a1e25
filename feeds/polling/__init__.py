"""POLLING: who asks for documents, for which version, with what right, and how often; decisions, no server.

conditions   what a request asks of a document (RFC 9110): pure
answers      what is answered for it, headers made once: pure
clients      whose request it is, seen through declared proxies: pure
limits       how many whole documents a client is given within a time
counts       what was answered, for Prometheus
metrics      all there is to count, in Prometheus' format: pure
tokens       keys to private feeds: made, hashed, checked: pure
gate         all of them together, as a worker has them
"""
