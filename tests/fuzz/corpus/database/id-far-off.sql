# Memory for all numbers up to it would be hundreds of gigabytes.
UPDATE units SET id = 2147483647 WHERE id = (SELECT max(id) FROM units)
UPDATE events SET who = 2147483647 WHERE who NOT IN (SELECT id FROM everybody)
