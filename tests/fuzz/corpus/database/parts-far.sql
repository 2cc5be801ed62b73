UPDATE events SET part_ms = 288230376151711744, kind = (SELECT kind FROM event_kinds WHERE name = 'reassigned')
