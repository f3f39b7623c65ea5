"""The parts of the Coverage tab beyond lists: the map of pages and minutes, and passages near that are not used."""
