UPDATE trains SET name = hex(zeroblob(400000))
UPDATE stages SET cause = hex(zeroblob(400000))
