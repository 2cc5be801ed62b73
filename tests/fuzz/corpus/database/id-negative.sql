UPDATE trains SET id = -id WHERE id = 1
UPDATE events SET who = -who, other = -other WHERE who = 1
