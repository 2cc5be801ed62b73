UPDATE stages SET activity = 77, fleet = 77
