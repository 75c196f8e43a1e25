"""Pictures as bytes: `data/` names each by what it is and how large."""
