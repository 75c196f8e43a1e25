"""WHAT READERS GET: the desk's public address asked as they ask it, and held against what is published.

readers   who asks, and how: pure
answers   an answer as values: pure
judging   what an answer breaks: pure
remedies  what to do about it, by who stands in between: pure
round     every reader's visit, one after another
"""
