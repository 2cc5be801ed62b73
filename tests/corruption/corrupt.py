"""Slips of the hand: one token of a scenario goes wrong, as it does when people type.

`corruptions(text, random)` yields (class, line, old word, new word, corrupted text) for ever, one
class after the other, so that every class has its share. `random` gives numbers in [0, 1).
"""

import re

TOKEN = re.compile(r"[{}\[\],]|:(?=\s|$)|[^\s{}\[\],:]+(?::[^\s{}\[\],:]+)*")
COMMENT = re.compile(r"(^|\s)#.*")
NUMBER = re.compile(r"-?\d+(\.\d+)?$")
UNIT = re.compile(r"(mm|m|km|s|min|h|d|TEU|%|/h|/d|km/h|km/d)$")
WORD = re.compile(r"[A-Za-z][\w/-]+$")

NONSENSE = ["xyzzy", "???", "@home", "*all", "&same", "!!int", "<<", "%YAML", "`", "|", "- -", "~",
            "{}", "[]", "null", "yes", "0x1F", "\x07", "\u00e9\u4e2d", "${HOME}", "\\n", "---", "..."]
HUGE = ["1e400", "99999999999999999999", "1e18", "9223372036854775808", "1" + "0" * 400]
NOT_NUMBERS = ["NaN", ".nan", "inf", "-.inf", "1e", "1..5", "0,5", "1_000", "1O", "\u0664\u0665"]


class Token:
    def __init__(self, line, begin, text):
        self.line, self.begin, self.text = line, begin, text
        self.before = self.after = None  # its neighbours on the line

    @property
    def end(self):
        return self.begin + len(self.text)

    def is_key(self):
        return self.after is not None and self.after.text == ":"

    def is_number(self):
        return NUMBER.match(self.text) is not None

    def is_unit(self):
        return self.before is not None and self.before.is_number() and UNIT.match(self.text) is not None

    def is_word(self):
        return WORD.match(self.text) is not None and not self.is_unit()


def tokens_of(text):
    tokens = []
    for line, content in enumerate(text.split("\n")):
        before = None
        for match in TOKEN.finditer(COMMENT.sub("", content)):
            token = Token(line, match.start(), match.group())
            token.before = before
            if before is not None:
                before.after = token
            tokens.append(token)
            before = token
    return tokens


def misspelt(word, draw):
    at = int(draw() * (len(word) - 1))
    kind = int(draw() * 3)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def another_digit(word, draw):
    places = [at for at, letter in enumerate(word) if letter.isdigit()]
    at = places[int(draw() * len(places))]
    return word[:at] + str((int(word[at]) + 1 + int(draw() * 9)) % 10) + word[at + 1:]


def pick(choices):
    return lambda token, draw: choices[int(draw() * len(choices))]


def always(_):
    return True


def sign(*signs):
    return lambda token: token.text in signs


# class: (which tokens, what stands there instead)
REPLACED = {
    "token deleted": (always, lambda token, draw: ""),
    "token twice": (always, lambda token, draw: token.text + " " + token.text),
    "digit changed": (Token.is_number, lambda token, draw: another_digit(token.text, draw)),
    "unit dropped": (Token.is_unit, lambda token, draw: ""),
    "unit of another kind": (Token.is_unit, pick(["kg", "km", "h", "/week", "TEU", "furlongs"])),
    "key misspelt": (lambda token: token.is_key() and token.is_word(),
                     lambda token, draw: misspelt(token.text, draw)),
    "word misspelt": (lambda token: not token.is_key() and token.is_word(),
                      lambda token, draw: misspelt(token.text, draw)),
    "bracket dropped": (sign("{", "}", "[", "]"), lambda token, draw: ""),
    "bracket of another kind": (sign("{", "}", "[", "]"),
                                lambda token, draw: {"{": "[", "[": "{", "}": "]", "]": "}"}[token.text]),
    "colon dropped": (sign(":"), lambda token, draw: ""),
    "comma dropped": (sign(","), lambda token, draw: ""),
    "nonsense": (always, pick(NONSENSE)),
    "huge number": (Token.is_number, pick(HUGE)),
    "negative number": (Token.is_number, lambda token, draw: "-" + token.text),
    "not a number": (Token.is_number, pick(NOT_NUMBERS)),
    "quote opened": (lambda token: WORD.match(token.text) is not None or token.is_number(),
                     lambda token, draw: pick(['"', "'"])(token, draw) + token.text),
}


def replaced(lines, token, new):
    content = lines[token.line]
    lines[token.line] = content[:token.begin] + new + content[token.end:]
    return token.text, new


def swapped(lines, token):
    other = token.after
    content = lines[token.line]
    lines[token.line] = (content[:token.begin] + other.text + content[token.end:other.begin] +
                         token.text + content[other.end:])
    return token.text, other.text


def indented(lines, token, draw):
    content = lines[token.line]
    here = len(content) - len(content.lstrip(" "))
    choices = [n for n in (here - 2, here - 1, here + 1, here + 2, here + 4) if n >= 0]
    lines[token.line] = " " * choices[int(draw() * len(choices))] + content.lstrip(" ")
    return token.text, token.text


def tabbed(lines, token, draw):
    content = lines[token.line]
    instead = draw() >= 0.5 and content[:token.begin].endswith(" ")  # of a blank, or beside it
    at = token.begin - 1 if instead else token.begin
    lines[token.line] = content[:at] + "\t" + content[token.begin:]
    return token.text, token.text


def line_twice(lines, token):
    lines.insert(token.line, lines[token.line])
    return token.text, token.text


OTHERS = {
    "neighbours swapped": (lambda token: token.after is not None,
                           lambda lines, token, draw: swapped(lines, token)),
    "indentation changed": (lambda token: token.before is None, indented),
    "tab": (always, tabbed),
    "line twice": (always, lambda lines, token, draw: line_twice(lines, token)),
}

CLASSES = [*REPLACED, *OTHERS]


def corruptions(text, draw):
    tokens = tokens_of(text)
    suited = {name: [token for token in tokens if rule[0](token)]
              for name, rule in {**REPLACED, **OTHERS}.items()}
    while True:
        for name in CLASSES:
            token = suited[name][int(draw() * len(suited[name]))]
            lines = text.split("\n")
            if name in REPLACED:
                old, new = replaced(lines, token, REPLACED[name][1](token, draw))
            else:
                old, new = OTHERS[name][1](lines, token, draw)
            yield name, token.line + 1, old, new, "\n".join(lines)
