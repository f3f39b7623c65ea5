"""Marks for redaction in the window: made on the page, offered one by one, and looked at as they will be served."""
