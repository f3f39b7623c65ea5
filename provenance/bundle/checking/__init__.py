"""The parts of verify_bundle.py, which lies in every bundle: plain Python 3.8, no packages, joined into one file."""
