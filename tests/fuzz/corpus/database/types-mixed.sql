UPDATE events SET at_ms = 'noon', who = 1.5, other = x'00'
