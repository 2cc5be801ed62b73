@28 ffffffff
@36 00000099
