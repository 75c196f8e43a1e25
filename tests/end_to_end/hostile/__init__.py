"""What runs, asks or leads away in no document: hostile articles on the whole way, seen by two parsers and a browser.

A file is a family, a line of it one case: its name, and its payload; a list is joined, with [text, times] repeated.
In a payload @R@ is a script that tells of case @N@, @U@ an address of its own, @H@ the same without a scheme, @D@ a
page and @V@ a drawing that run, in base64. Pictures may be asked for at pics.test alone.
"""
