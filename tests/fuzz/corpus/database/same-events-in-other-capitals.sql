UPDATE stages SET name = CASE stage % 3 WHEN 0 THEN 'moving' WHEN 1 THEN 'Moving' ELSE 'MOVING' END
