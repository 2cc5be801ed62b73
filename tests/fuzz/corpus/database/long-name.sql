UPDATE places SET name = hex(zeroblob(400000))
