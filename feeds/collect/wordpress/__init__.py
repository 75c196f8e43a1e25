"""Reading WordPress by its REST API (wp/v2); all of it pure, and every byte held to be hostile.

roots       where the API of a site is, and how its addresses are written
memory      what is remembered of the last list, from one collection to the next
lists       a list of posts, and what of it is new, changed or missing
posts       JSON → entries
"""
