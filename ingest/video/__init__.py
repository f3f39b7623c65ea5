"""Video: containers, exact times, hashes of decoded planes, movement, key frames, burnt-in clocks."""
