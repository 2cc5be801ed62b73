"""The rules of the house, one function each: a tree in, findings (path, line, message) out."""

import re

from source import matching, namespace_statements

# Who may include whom. CMakeLists.txt says the same; `layers` compares the two.
MAY_INCLUDE = {
    "core": [],
    "engine": ["core"],
    "network": ["core"],
    "scenario": ["core", "network"],
    "model": ["core", "engine", "network", "scenario"],
    "experiment": ["core", "engine", "network", "scenario", "model"],
    "output": ["core", "network", "scenario", "model", "experiment"],
    "cli": ["core", "engine", "network", "scenario", "model", "experiment", "output"],
}
# Third-party and system headers, by prefix, and the layers in whose .cpp files they may stand.
FOREIGN = {
    "boost/graph/": ["network"],
    "boost/property_map/": ["network"],
    "yaml-cpp/": ["scenario"],
    "date/": ["scenario"],
    "dirent.h": ["scenario"],
    "boost/program_options": ["cli"],
    "sqlite3.h": ["output"],
    "zlib.h": ["output"],
}
SYSTEM = re.compile(r"(sys/\w+|unistd|fcntl|signal|pthread|termios|poll|ftw|errno)(\.h)$")
SYSTEM_LAYERS = ["cli", "experiment", "output"]
PURE = ("core", "engine", "network", "model")


def _search(source, pattern, message):
    for found in re.finditer(pattern, source.code):
        yield source.path, source.line_of(found.start()), message.format(found.group().strip())


def layers(tree):
    """Includes go down the table only, and CMakeLists.txt holds the same table."""
    for source in tree:
        layer = source.layer()
        if source.path == "CMakeLists.txt":
            yield from _layers_of_build(source)
        if not source.is_code():
            continue
        if layer not in MAY_INCLUDE:
            yield source.path, 1, f"{layer} is not a layer"
            continue
        for line, quote, header in source.includes():
            public = re.match(r"caravan/(\w+)/", header)
            private = re.match(r"(\w+)/", header)
            if public:
                used = public[1]
            elif quote == '"' and private and private[1] in MAY_INCLUDE:
                used = private[1]
                if used != layer:
                    yield source.path, line, f"{header} is private to {used}"
            else:
                used = layer
            if public and used != layer and used not in MAY_INCLUDE[layer]:
                yield source.path, line, f"{layer} may not include {used}"
            if quote == '"' and not public and source.is_public_header():
                yield source.path, line, "a public header includes a private one"


def _layers_of_build(source):
    for found in re.finditer(r"caravan_(?:layer|program)\((\w+)([^)]*)\)", source.text):
        uses = re.search(r"USES((?:\s+[a-z]+)*)", found[2])
        used = uses[1].split() if uses else []
        if sorted(used) != sorted(MAY_INCLUDE.get(found[1], [])):
            yield source.path, source.line_of(found.start()), f"{found[1]} uses other layers than the table says"


_BLOCK_HEAD = re.compile(
    r"(^|[);}{:]|\b(else|do|try|const|noexcept|override|final|mutable)|->\s*[\w:<>,&*\s]+)\s*$")
_RIGHT_OF_EQUALS = re.compile(r"(?:(?:if|while)\s*\(\s*)?[\w:<>,&*.\[\]\s]*?(?:->[\w.\s]+)?[\w\s\]>&*]=\s*")
_CAPTURES = re.compile(r"(?<![\w)\]\[])\[(?!\[)\s*([^\]\[]*(?:\[[^\]]*\][^\]\[]*)*)\]")


def coroutines(tree):
    """g++ 12 destroys temporaries twice in other forms; see docs/decisions."""
    for source in tree:
        if source.is_cpp():
            yield from _co_awaits(source)
            yield from _lambda_coroutines(source)
            yield from _foreign_waits(source)


def _foreign_waits(source):
    """The engine proves of each of its own waits that it is neither copied nor destroyed."""
    if source.layer() == "engine" or source.path.startswith(("bench/", "tests/engine/")):
        return
    for found in re.finditer(r"\bawait_(?:ready|transform)\b", source.code):
        yield source.path, source.line_of(found.start()), "what is awaited is made by the engine alone"


def _statement_start(code, at):
    """Offset where the statement around `at` starts, or None within a braced initialiser."""
    depth = 0
    for i in range(at - 1, -1, -1):
        c = code[i]
        if c in ")]":
            depth += 1
        elif c in "([":
            depth -= 1
        elif depth <= 0 and c in ";}":
            return i + 1
        elif depth <= 0 and c == "{":
            return i + 1 if _BLOCK_HEAD.search(code[max(0, i - 200):i]) else None
    return 0


def _co_awaits(source):
    code = source.code
    for found in re.finditer(r"\bco_await\b", code):
        line = source.line_of(found.start())
        if re.search(r"operator\s*$", code[:found.start()]):
            continue
        start = _statement_start(code, found.start())
        before = None if start is None else code[start:found.start()].strip()
        if before:
            before = re.sub(r"^((case\b[^?]*?(?<!:):(?!:)|default\s*:|else\b)\s*)+", "", before)
            before = re.sub(r"^(if|while|for)\s*\(.*\)\s*(?=$|[\w:]+.*=$)", "", before, flags=re.DOTALL) \
                if before.count("(") == before.count(")") else before
        if before is None or (before and not _RIGHT_OF_EQUALS.fullmatch(before)):
            yield source.path, line, "co_await stands first in its statement or directly right of ="
            continue
        operand = code[found.end():code.find(";", found.end())]
        if "?" in _outside_brackets(operand):
            yield source.path, line, "co_await is not part of ?:"
        if any(capture.group(1).strip() for capture in _CAPTURES.finditer(operand)):
            yield source.path, line, "a capturing lambda is no argument of what is awaited"


def _outside_brackets(text):
    depth, outside = 0, []
    for c in text:
        depth -= c in ")]}"
        if depth == 0:
            outside.append(c)
        depth += c in "([{"
    return "".join(outside)


def _lambda_coroutines(source):
    code = source.code
    for found in _CAPTURES.finditer(code):
        binding = re.search(r"\bauto\s*(const\s*)?&{0,2}\s*$", code[max(0, found.start() - 40):found.start()])
        if not found[1].strip() or binding:
            continue
        after = re.match(r"\s*(\()?", code[found.end():])
        body = found.end() + after.end()
        if after[1]:
            body = matching(code, body - 1) + 1
        opening = re.match(r"[^;{},=]*\{", code[body:])
        if not opening:
            continue
        first = body + opening.end() - 1
        if re.search(r"\bco_(await|return|yield)\b", code[first:matching(code, first)]):
            yield source.path, source.line_of(found.start()), "a coroutine is never a lambda with captures"


# Files with a hash table that is looked up and never walked through.
LOOKED_UP_ONLY = {
    "sim/scenario/document_tree.hpp",  # keys of a mapping, to find repetitions
}


def containers(tree):
    """Nothing whose order hangs on hashes or addresses."""
    for source in tree:
        if source.is_code():
            if source.path not in LOOKED_UP_ONLY:
                yield from _search(source, r"\bunordered_\w+", "{} has no order that may be relied on")
            yield from _search(source, r"\b(?:multi)?(?:map|set)\s*<\s*[^,<>]*\*\s*(?:const\s*)?[,>]",
                               "{} orders by address")
            yield from _search(source, r"\b(?:less|greater|hash)\s*<[^<>]*\*\s*>", "{} orders by address")


def randomness(tree):
    """Random numbers come from the engine's streams; pure layers touch nothing outside them."""
    engines = r"\b(?:\w+_distribution\s*<|mt19937\w*|minstd_rand0?|ranlux\w+|knuth_b|default_random_engine" \
              r"|random_device|random_shuffle|ranges::shuffle|std::shuffle|s?rand\s*\()"
    outside = r"\b(?:(?:system|steady|high_resolution|utc)_clock|(?:secure_)?getenv|gettimeofday|clock_gettime" \
              r"|localtime\w*|gmtime\w*|std::time\s*\(|time\s*\(\s*(?:nullptr|NULL|0|&)|std::clock\s*\(" \
              r"|std::thread|jthread|std::mutex|[io]?fstream|std::filesystem|std::c(?:out|err|in)|f?printf)\b\(?"
    headers = {"random", "ctime", "time.h", "thread", "mutex", "future", "fstream", "filesystem",
               "iostream", "cstdio", "stdio.h"}
    for source in tree:
        if source.is_code():
            yield from _search(source, engines, "{} differs from library to library")
            if source.layer() in PURE:
                yield from _search(source, outside, "{}: this layer knows no clock, file, thread or environment")
                for line, _, header in source.includes():
                    if header in headers:
                        yield source.path, line, f"<{header}> in a layer that knows only its arguments"


def statics(tree):
    """Engines run side by side in threads: no state outlives or escapes its owner."""
    for source in tree:
        if not source.is_code():
            continue
        yield from _search(source, r"\bthread_local\b", "{}: state belongs to an object")
        for found in re.finditer(r"\bstatic\b([^;{=(]*)[;{=(]", source.code):
            constant = re.search(r"\bconst(?:expr|init\s+const)?\b", found[1])
            if not found.group().endswith("(") and not constant:
                yield source.path, source.line_of(found.start()), "a static variable is constant"
        for offset, text in namespace_statements(source.code):
            if _is_mutable_global(text):
                yield source.path, source.line_of(offset), "a variable at namespace scope is constant"


def _is_mutable_global(text):
    text = re.sub(r"\[\[.*?\]\]", "", text, flags=re.DOTALL).strip()
    text = re.sub(r"operator\s*[^\w\s(]+", "operator", text)
    if not text or re.match(r"((__extension__ )?using|typedef|class|struct|enum|union|template|friend|static|static_assert"
                            r"|concept|extern|namespace|thread_local|public|private|protected)\b", text):
        return False
    before = re.split(r"[={]", text)[0].strip()
    return "(" not in before and " " in before and not re.search(
        r"\bconstexpr\b|\bconst\s*&?\s*[\w:]+(\s*\[[^\]]*\])*$", before)


def third_party(tree):
    """Foreign headers stay in the .cpp files of their one layer; they cost seconds in every file."""
    for source in tree:
        if not source.is_code():
            continue
        for line, quote, header in source.includes():
            if quote == '"' or re.fullmatch(r"[a-z_0-9]+", header):
                continue
            allowed = SYSTEM_LAYERS if SYSTEM.match(header) else next(
                (where for prefix, where in FOREIGN.items() if header.startswith(prefix)), None)
            if allowed is None:
                yield source.path, line, f"<{header}> is not in the table of third-party headers"
            elif source.path.endswith(".hpp") and (source.is_public_header() or not SYSTEM.match(header)):
                yield source.path, line, f"<{header}> in a header"
            elif source.layer() not in allowed:
                yield source.path, line, f"<{header}> belongs to {', '.join(allowed)}"


def headers(tree):
    """A public header opens with a paragraph for people; every header has its guard."""
    for source in tree:
        if not source.path.endswith(".hpp"):
            continue
        if source.is_public_header() and not re.match(r"///? ?\S", source.text):
            yield source.path, 1, "a public header opens with what it is for"
        if not re.search(r"(?m)^#pragma once$", source.text):
            yield source.path, 1, "a header has #pragma once"


_CODE_IN_COMMENT = re.compile(
    r"//(?!/)\s*(?:(?:auto|return|if|for|while|else|using|#include)\b.*[;{>]|[\w:.<>\[\]]+(?:->\w+)?\(.*\);"
    r"|[\w:<>&*\s.\[\]]+ [-+*/]?= .*;|[{}]\s*;?)\s*$")


def leftovers(tree):
    """Unfinished notes and code that is switched off are not kept."""
    for source in tree:
        for number, line in enumerate(source.lines, 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield source.path, number, "an unfinished note"
            if source.is_cpp() and re.match(r"\s*#\s*if\s+(0|false)\b", line):
                yield source.path, number, "code that is switched off"
        if source.is_cpp():
            for number, comment in source.comments():
                if _CODE_IN_COMMENT.match(comment):
                    yield source.path, number, "commented-out code"


def compiler_flags(tree):
    """The same bits on every machine."""
    bad = r"-ffast-math|-Ofast|-funsafe-math-optimizations|-fassociative-math|-freciprocal-math" \
          r"|-fno-signed-zeros|-ffinite-math-only|-march=native|-mtune=native|-mfma|-ffp-contract=(?:fast|on)"
    for source in tree:
        if source.path.endswith((".txt", ".cmake", ".json", ".sh")) or source.path == "dev":
            for found in re.finditer(bad, source.text):
                yield source.path, source.line_of(found.start()), f"{found.group()} changes results"
        if source.path == "cmake/build.cmake" and "-ffp-contract=off" not in source.text:
            yield source.path, 1, "-ffp-contract=off is missing"


def length(tree, warn=print):
    """A file that is too long has two subjects."""
    for source in tree:
        if source.is_cpp():
            lines = len(source.lines) - 1
            if lines > 500:
                yield source.path, 500, f"{lines} lines; the limit is 500"
            elif lines > 400:
                warn(f"warning: {source.path} has {lines} lines; aim for less than 400")


def macros(tree):
    """Constants, templates and inline functions instead."""
    for source in tree:
        if source.is_code():
            for number, line in enumerate(source.lines, 1):
                if re.match(r"\s*#\s*define\b", line):
                    yield source.path, number, "a macro"


def locale(tree):
    """Numbers are read by from_chars and written by to_chars: a locale may turn 1.5 into 1,5."""
    pattern = r"\b(?:std::sto(?:i|l|ll|ul|ull|f|d|ld)\s*\(|strto(?:d|f|ld|l|ll|ul|ull)\s*\(|ato[fil]\s*\(" \
              r"|v?s?n?[fs]?printf\s*\(|setlocale|std::locale|std::put_time|std::setprecision)"
    for source in tree:
        if source.is_code():
            yield from _search(source, pattern, "{} depends on the locale")


CHECKS = {check.__name__: check for check in (
    layers, coroutines, containers, randomness, statics, third_party, headers, leftovers, compiler_flags, length,
    macros, locale)}
