"""The window on disclosure schedules: what each source is, what is missing, and the forms written and submitted."""
