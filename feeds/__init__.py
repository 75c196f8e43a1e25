"""HOW an article becomes a feed; data goes down this list and never back.

article     the words all rooms share
errors      what can go wrong
text/       dates, URLs, HTML text, languages: pure functions that collect and select share
collect/    IN      the only HTTP client; kinds of source (bytes → entries)
select/     JUDGE   clean, identity, region, language, rights: pure decisions
store/      KEEP    the only SQL
publish/    RENDER  catalogue, builder (the only feedgen), formats, documents, site
web/        SERVE   hands out what was published (the only Flask; read-only)
pipeline    the whole way in order: collect(source), publish()
"""
