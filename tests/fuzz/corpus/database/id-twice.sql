UPDATE units SET id = 1 WHERE id = 3
