"""The Timeline tab: all times of the evidence on one line, drawn, with a list of those in sight."""
