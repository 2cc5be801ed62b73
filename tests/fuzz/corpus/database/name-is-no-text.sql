UPDATE places SET name = CAST(x'c328ff' AS TEXT)
