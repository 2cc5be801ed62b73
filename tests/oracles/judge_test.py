"""The judge himself: he accepts what agrees, and nothing that is off, vague, too few, or not equal."""

import unittest

import judge


def spread(mean, by, count=100):
    return [mean + (by if i % 2 else -by) for i in range(count)]


class Verdicts(unittest.TestCase):
    def ok(self, values, exact=1.0, within=0.01):
        return judge.Verdict("x", exact, values, within, exact == 0).ok

    def test_agrees(self):
        self.assertTrue(self.ok(spread(1.0001, 0.01)))

    def test_off(self):
        self.assertFalse(self.ok(spread(1.006, 0.01)))

    def test_vague(self):
        self.assertFalse(self.ok(spread(1, 0.2)))

    def test_few(self):
        self.assertFalse(self.ok(spread(1.0001, 0.01, 50)))

    def test_equal_means_equal(self):
        self.assertTrue(self.ok([0.0] * 3, exact=0.0, within=0))
        self.assertFalse(self.ok([0.0, 0.0, 1e-6], exact=0.0, within=0))


class Quantiles(unittest.TestCase):
    def test_of_student(self):
        for freedom, quantile in ((9, 11.6), (19, 7.07), (29, 6.17), (99, 5.22)):
            self.assertAlmostEqual(judge.student(freedom), quantile, delta=0.07 if freedom == 9 else 0.005)


class Formulas(unittest.TestCase):
    def test_names(self):
        values = {"queue.desk.mean": 3.2, "one:waits": 2, "throughput.a>b+truck/x-y": 5}
        self.assertEqual(judge.Formula("queue.desk.mean").of(values.get), 3.2)
        self.assertEqual(judge.Formula("10 * {one:waits} - {throughput.a>b+truck/x-y}").of(values.get), 15)
        self.assertEqual(judge.Formula("({one:waits} > 1) + 2 ** 2").of(values.get), 5)
        self.assertEqual(judge.Formula("4").of(values.get), 4)

    def test_nothing_else(self):
        for text in ("{a} + abs(1)", "{a}.real", "{a}[0]"):
            with self.assertRaises(AssertionError):
                judge.Formula(text)


if __name__ == "__main__":
    unittest.main()
