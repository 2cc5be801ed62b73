"""For each check: samples with what it must find (path:line), and samples in which it must find nothing."""

import textwrap


def _cpp(text):
    return textwrap.dedent(text).lstrip("\n")


def _one(title, path, text, *lines):
    return title, {path: _cpp(text)}, sorted({f"{path}:{line}" for line in lines})


LAYERS = [
    _one("upward include", "include/caravan/engine/a.hpp", """
        #include "caravan/core/time.hpp"
        #include "caravan/model/model.hpp"
        """, 2),
    _one("neighbours", "sim/network/a.cpp", '#include "caravan/engine/engine.hpp"\n', 1),
    _one("another layer's private header", "sim/model/a.cpp", '#include "core/utf8.hpp"\n', 1),
    _one("public header that needs a private one", "include/caravan/core/a.hpp", '#include "utf8.hpp"\n', 1),
    _one("folder without a layer", "sim/utils/a.cpp", "\n", 1),
    _one("build that says otherwise", "CMakeLists.txt", """
        caravan_layer(core)
        caravan_layer(engine USES core network)
        caravan_layer(network USES core PRIVATE Boost::headers)
        """, 2),
    _one("downward and own includes", "sim/model/a.cpp", """
        #include "caravan/core/time.hpp"
        #include "caravan/model/model.hpp"
        #include "model/lines.hpp"
        #include "lines.hpp"
        #include <vector>
        """),
]

COROUTINES = [
    _one("argument", "sim/model/a.cpp", "Process f() {\n  use(co_await x);\n}\n", 2),
    _one("braces", "sim/model/a.cpp", "Process f() {\n  auto p = Pair{co_await a, 1};\n  g({co_await b});\n}\n", 2, 3),
    _one("choice", "sim/model/a.cpp", """
        Process f() {
          auto x = c ? co_await a : co_await b;
          auto y = co_await a ? 1 : 2;
        }
        """, 2, 3),
    _one("sum, return, negation", "sim/model/a.cpp", """
        Process f() {
          n += co_await a;
          auto m = 1 + co_await b;
          if (!co_await c) {
            co_return co_await d;
          }
        }
        """, 2, 3, 4, 5),
    _one("awaited within an awaited call", "sim/model/a.cpp", "Process f() {\n  co_await g(co_await h);\n}\n", 2),
    _one("gtest assertion", "tests/model/a.cpp", "Process f() {\n  EXPECT_EQ(co_await x, 1);\n}\n", 2),
    _one("lambda with captures", "sim/model/a.cpp", """
        auto story = [&engine](int n) -> Process {
          co_await engine.delay(n);
        };
        auto other = [this] { co_return; };
        """, 1, 4),
    _one("capturing lambda as argument", "sim/model/a.cpp", """
        Process f() {
          co_await when([&] { return full; });
        }
        """, 2),
    _one("a wait from elsewhere", "sim/model/a.cpp", """
        struct Later {
          bool await_ready() const { return false; }
        };
        """, 2),
    _one("a wait of the engine", "include/caravan/engine/a.hpp", "struct Later { bool await_ready() const; };\n"),
    _one("the grammar", "sim/model/a.cpp", """
        Process f(Engine& engine) {
          co_await x;
          auto const lease = co_await server.acquire(claim_of(train, 3));
          lease = co_await x;
          train.ahead = co_await server->acquire(claim(forward ? 0 : 1));
          std::vector<int> const list = co_await table[i].read();
          if (auto got = co_await store.take_within(n, d)) {
            co_await engine.delay(Duration::hours(1));
          }
          for (auto const& [name, part] : parts) {
            co_await part;
          }
          while (!done) {
            place =
                co_await desk.places->acquire(claim_of(truck, Duration{}));
          }
          if (c) co_await y;
          switch (kind) {
            case Kind::a:
            case Kind::c:
              co_await a;
              break;
            default: {
              co_await b;
            }
          }
          auto const loose = [](Engine& e) -> Process { co_await e.delay(1); };
          auto const plain = [&] { return list[0]; };
          // use(co_await x) stands in a comment
          log("use(co_await x)");
        }
        Process Visit::run() const {
          co_await x;
        }
        """),
]

CONTAINERS = [
    _one("hash tables and keys of addresses", "sim/model/a.cpp", """
        #include <unordered_map>
        std::unordered_map<int, int> a;
        std::map<Train*, int> b;
        std::set<Train const*> c;
        std::map<int, int, std::less<Train*>> d;
        """, 2, 3, 4, 5),
    _one("hash table that is looked up only", "sim/scenario/document_tree.hpp", "std::unordered_map<int, int> a;\n"),
    _one("ordered by value", "sim/model/a.cpp", """
        std::map<TrainId, Train*> a;
        std::set<std::string> unordered;
        // an unordered_map would do here
        """),
]

RANDOMNESS = [
    _one("laws and engines of the library", "sim/experiment/a.cpp", """
        std::normal_distribution<double> a;
        std::mt19937_64 b{1};
        std::random_device c;
        std::ranges::shuffle(v, b);
        """, 1, 2, 3, 4),
    _one("clocks, files and environment in a pure layer", "sim/engine/a.cpp", """
        #include <fstream>
        #include <chrono>
        auto a = std::chrono::steady_clock::now();
        auto b = std::getenv("HOME");
        auto c = time(nullptr);
        auto d = std::time(&x);
        std::ifstream e{name};
        """, 1, 3, 4, 5, 6, 7),
    _one("times of the model, and clocks above it", "sim/model/a.cpp", """
        auto a = activity.time(train);
        auto b = arrival_time(train);
        std::chrono::year_month_day const c{std::chrono::sys_days{midnight}};
        // "std::mt19937" and steady_clock in words
        """),
    _one("the command line may look at the clock", "sim/cli/a.cpp", """
        #include <chrono>
        auto a = std::chrono::steady_clock::now();
        """),
]

STATICS = [
    _one("statics, thread-locals and globals", "sim/model/a.cpp", """
        int counter = 0;
        namespace caravan {
        std::vector<int> cache;
        thread_local int last = 0;
        namespace {
        std::mutex guard{};
        char const* name = "x";
        }
        int f() {
          static int calls = 0;
          static std::map<int, int> memo;
          return ++calls;
        }
        class Engine {
          static int engines_;
        };
        int Engine::engines_ = 0;
        }
        """, 1, 3, 4, 6, 7, 10, 11, 15, 17),
    _one("constants, functions and types", "sim/model/a.cpp", """
        #define SAMPLE int sample = 1;
        namespace caravan {
        constexpr int kMost = 3;
        inline constexpr std::array kNames{"a", "b"};
        std::array<char const*, 2> const kWords = {"a", "b"};
        char const* const kWord = "a";
        using Row = std::vector<int>;
        __extension__ using Wide = __int128;
        enum class Kind : int { a, b };
        struct Point {
          int x = 0;
          static Point origin();
          static constexpr int kSize = 2;
        };
        Point::Point(int a) : x{a}, y{1} { go(); }
        bool operator==(Point const& a, Point const& b) { return a.x == b.x; }
        template <class T>
        T twice(T t) { static constexpr int two = 2; return t * two; }
        std::string text_of(int n);
        int g(int n = 3);
        auto h() -> int { int local = 0; static auto const once = 1; return local + once; }
        Process Visit::run() const { co_return; }
        }  // namespace caravan
        """),
]

THIRD_PARTY = [
    _one("in a header", "sim/network/a.hpp", "#include <boost/graph/graph_traits.hpp>\n", 1),
    _one("in a public header", "include/caravan/scenario/a.hpp", "#include <yaml-cpp/yaml.h>\n", 1),
    _one("in another layer, and from nowhere", "sim/model/a.cpp", """
        #include <vector>
        #include <yaml-cpp/yaml.h>
        #include <fmt/format.h>
        #include <unistd.h>
        #include <dirent.h>
        """, 2, 3, 4, 5),
    _one("in its own layer", "sim/scenario/a.cpp", "#include <yaml-cpp/yaml.h>\n#include <date/tz.h>\n#include <dirent.h>\n"),
    _one("system header in a public header", "include/caravan/cli/a.hpp", "#include <signal.h>\n", 1),
    _one("system header of the command line", "sim/cli/a.hpp", "#include <unistd.h>\n#include <ftw.h>\n#include <sys/stat.h>\n"),
]

HEADERS = [
    _one("without a paragraph", "include/caravan/core/a.hpp", "#pragma once\nint f();\n", 1),
    _one("without a guard", "sim/core/a.hpp", "/// Words.\nint f();\n", 1),
    _one("guard in a comment", "tests/core/a.hpp", "// #pragma once\n", 1),
    _one("both", "include/caravan/core/a.hpp", "/// What it is for.\n#pragma once\n"),
]

LEFTOVERS = [
    _one("notes and dead code", "sim/core/a.cpp", """
        // TODO: later
        int a = 1;  // FIXME
        // return a;
        // foo.bar(1, 2);
        // x = y + 1;
        // if (a) {
        #if 0
        #endif
        """, 1, 2, 3, 4, 5, 6, 7),
    _one("in other files too", "docs/a.md", "Words.\nTODO: more words\n", 2),
    _one("prose", "sim/core/a.cpp", """
        // The train waits; its load (if any) goes on.
        // Source: Erlang (1917); see the notes.
        /// `co_await engine.delay(d);` is how one waits:
        ///   auto lease = co_await server.acquire(claim);
        std::string s = "// return a;";
        // what frees capacity (time, rank = 1) runs first;
        """),
]

COMPILER_FLAGS = [
    _one("fast and fused", "cmake/build.cmake", """
        add_compile_options(-O2 -ffast-math)
        add_compile_options(-march=native)
        """, 1, 2),
    _one("preset", "CMakePresets.json", '{\n"CMAKE_CXX_FLAGS": "-Ofast"}\n', 2),
    _one("exact", "cmake/build.cmake", "add_compile_options(-O2 -ffp-contract=off)\n"),
]

LENGTH = [
    ("too long", {"sim/core/a.cpp": "\n" * 501}, ["sim/core/a.cpp:500"]),
    ("long enough", {"sim/core/a.cpp": "\n" * 400}, []),
]

MACROS = [
    _one("constant", "sim/core/a.cpp", "int x;\n  # define MOST 3\n", 2),
    _one("conditions", "sim/core/a.cpp", "#ifdef __clang__\n#endif\n// #define MOST 3\n"),
]

LOCALE = [
    _one("readers and writers", "sim/output/a.cpp", """
        auto a = std::stod(text);
        auto b = strtod(text, nullptr);
        std::snprintf(buffer, 9, "%g", a);
        std::setlocale(LC_ALL, "");
        """, 1, 2, 3, 4),
    _one("from_chars", "sim/output/a.cpp", "std::from_chars(a, b, x);\nauto s = std::to_string(3);\n"),
]

SAMPLES = {
    "layers": LAYERS,
    "coroutines": COROUTINES,
    "containers": CONTAINERS,
    "randomness": RANDOMNESS,
    "statics": STATICS,
    "third_party": THIRD_PARTY,
    "headers": HEADERS,
    "leftovers": LEFTOVERS,
    "compiler_flags": COMPILER_FLAGS,
    "length": LENGTH,
    "macros": MACROS,
    "locale": LOCALE,
}
