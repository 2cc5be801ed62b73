UPDATE trains SET name = '"a",' || char(10) || char(27) || '[31m' || char(0) || 'b'
