UPDATE stages SET name = CASE stage % 2 WHEN 0 THEN 'map type' ELSE 'object' END
