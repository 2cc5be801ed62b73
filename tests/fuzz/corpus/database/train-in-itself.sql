UPDATE events SET other = who WHERE other IS NOT NULL
