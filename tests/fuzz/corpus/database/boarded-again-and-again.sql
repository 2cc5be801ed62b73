UPDATE events SET kind = (SELECT kind FROM event_kinds WHERE name = 'boarded'), other = 1
