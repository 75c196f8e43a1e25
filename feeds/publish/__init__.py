"""RENDER: which feeds there are, what stands in them, and where their documents go."""
