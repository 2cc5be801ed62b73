UPDATE trains SET name = 'one'
