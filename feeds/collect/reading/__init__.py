"""Reading feeds: bytes → text → tree → entries; all of it pure, and every byte held to be hostile.

feeds       the whole way, for every kind of source that meets a feed
charset     bytes → text, whatever the labels say
mending     text that is almost XML → XML
balancing   tags that do not close → XML, too
trees       text → elements, and the elements' names
rss, atom, jsonfeed   one format each
modules     what RSS and Atom take from other vocabularies (Dublin Core, Media RSS, Creative Commons …)
broken      what no mending helps: feedparser
frame       what the entries of one page share
refusals    why something is not a feed, in a sentence
"""
