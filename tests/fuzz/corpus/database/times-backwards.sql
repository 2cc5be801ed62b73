UPDATE events SET at_ms = 86400000 - at_ms
