"""Source files as the checks see them: text, code without comments and literals, places."""

import pathlib
import re

FOLDERS = ("include", "sim", "tests", "bench", "cmake", "docs", "scenarios")
SUFFIXES = {".hpp", ".cpp", ".py", ".txt", ".cmake", ".json", ".md", ".yaml", ".yml", ".sh", ""}

_TOKEN = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"(?P<fence>[^()\s\\]{0,16})\(.*?\)(?P=fence)"
      | "(?:\\.|[^"\\\n])*"
      | (?<!\w)\d(?:'?[\w.])*
      | '(?:\\.|[^'\\\n])+'""",
    re.VERBOSE | re.DOTALL,
)


def _blank(match):
    token = match.group()
    if token[0].isdigit():
        return token
    keep = "" if token.startswith("/") else token[0]
    inner = re.sub(r"[^\n]", " ", token[len(keep):])
    return keep + (inner[:-1] + keep if keep else inner)


class Source:
    """One file. `code` has the length of `text`, with comments and literals blanked."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.code = re.sub(r"(?m)^[ \t]*#.*$", lambda m: " " * len(m.group()), _TOKEN.sub(_blank, text)) \
            if path.endswith((".hpp", ".cpp")) else text

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def includes(self):
        """(line, `<` or `"`, header) for each #include."""
        for number, line in enumerate(self.lines, 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if found:
                yield number, found[1], found[2]

    def comments(self):
        """(line, text) for each comment line that starts with //."""
        for token in _TOKEN.finditer(self.text):
            if token.group().startswith("//"):
                yield self.line_of(token.start()), token.group()

    def layer(self):
        """The layer whose folder the file is in, or None (tests, bench and others)."""
        found = re.match(r"(?:include/caravan|sim)/(\w+)/", self.path)
        return found[1] if found else None

    def is_code(self):
        return self.path.startswith(("include/", "sim/")) and self.path.endswith((".hpp", ".cpp"))

    def is_cpp(self):
        return self.path.endswith((".hpp", ".cpp"))

    def is_public_header(self):
        return self.path.startswith("include/") and self.path.endswith(".hpp")


def tree_of(texts):
    """A tree from {path: text}; checks get the files in the order of their paths."""
    return [Source(path, texts[path]) for path in sorted(texts)]


def read_tree(root):
    """All text files of the project, without this folder, whose samples break the rules on purpose."""
    root = pathlib.Path(root)
    files = [path for path in root.iterdir() if path.is_file() and not path.name.startswith(".")]
    for folder in FOLDERS:
        files += [path for path in (root / folder).rglob("*") if path.is_file()]
    texts = {}
    for path in files:
        name = path.relative_to(root).as_posix()
        if path.suffix in SUFFIXES and not name.startswith(("tests/architecture/", "tests/faults/")):
            texts[name] = path.read_bytes().decode("utf-8", "replace")
    return tree_of(texts)


def matching(code, opening):
    """Offset of the bracket that closes the one at `opening`; the end if there is none."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    close = pairs[code[opening]]
    depth = 0
    for i in range(opening, len(code)):
        if code[i] == code[opening]:
            depth += 1
        elif code[i] == close:
            depth -= 1
            if depth == 0:
                return i
    return len(code)


def namespace_statements(code):
    """(offset, text) of each statement at namespace scope; bodies are left out as `{}`."""
    stack, head, start = [], [], 0
    for i, c in enumerate(code):
        inside = "body" in stack
        text = "".join(head)
        if not inside and not text.strip() and not c.isspace():
            start = i
        if c == "{":
            named = re.match(r"\s*(inline\s+)?namespace\b|\s*extern\s*\"", text)
            stack.append("namespace" if named and not inside else "body")
            head = [] if stack[-1] == "namespace" else head if inside else head + ["{"]
        elif c == "}":
            kind = stack.pop() if stack else "namespace"
            if kind == "namespace":
                head = []
            elif "body" not in stack:
                head.append("}")
                more = re.match(r"\s*(.)", code[i + 1:])
                if _is_function(text) and not (more and more[1] in ",{"):
                    head = []
        elif c == ";" and not inside:
            yield start, text
            head = []
        elif not inside:
            head.append(c)


def _is_function(head):
    head = re.sub(r"operator\s*[^\w\s(]+", "operator", head)
    before = re.split(r"[={]", head)[0]
    return "(" in before and not re.match(r"\s*(class|struct|enum|union)\b", head)
