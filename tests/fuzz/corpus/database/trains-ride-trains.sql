UPDATE events SET who = 1, other = (SELECT max(id) FROM trains), kind = (SELECT kind FROM event_kinds WHERE name = 'boarded') WHERE event % 3 = 0
