"""From the page of one article to an entry: pure, and heavy; it runs in the worker of `feeds.collect.extract`.

What a page says of itself is asked in the order of its trust: linked data (JSON-LD, microdata), the head's meta
elements, what a reader sees (bylines, datelines, `<time>`), and last what trafilatura and htmldate make of it.

extract     what is read from a page
reader      the entrance: `read`
document    bytes → a tree within bounds, and what its head says
linked      JSON-LD, broken too; microdata brought to the same shape; which of several articles the page is
titles      headline · people  authors · moments  dates · pictures  the lead image
addresses   canonical and AMP · topics  section, keywords, rights · nature  an article at all? paywalled?
body        the text as simple HTML, by trafilatura (its only room)
furniture   lines that stand round a text
"""
