"""The command line of docs and checks: one small module for each group of commands."""
