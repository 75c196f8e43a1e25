"""Where lists of articles are read, that are no feeds; all of it pure, and every byte held to be hostile.

addresses   what an address says by its shape: an article, or the way to one
sitemaps    bytes → what a sitemap or an index lists
freshness   which of that is new enough to be followed
sections    a section page → links that look like articles
headlines   a link and what stands around it → a headline and a date
selectors   links that the operator says by CSS or XPath
"""
