#include "tests/fuzz/database.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <unistd.h>

#include "caravan/core/utf8.hpp"
#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/run_export.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::output::fuzz {

namespace {

namespace fs = std::filesystem;

/// Of everything that such a database can tell of, a little: most of an execution goes into what
/// is exported.
constexpr char const* kBorder =
    "schema: caravan/1\nname: border\n"
    "clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 1 d}\n"
    "places: {khorgos: {country: CN}, altynkol: {country: KZ, activities: [control]}, "
    "almaty: {country: KZ}}\n"
    "links:\n"
    "  china: {between: [khorgos, altynkol], rail: 1435 mm, length: 10 km, speed: 40 km/h}\n"
    "  steppe: {between: [altynkol, almaty], rail: 1520 mm, length: 300 km, speed: 60 km/h}\n"
    "terminals: {yard: {at: altynkol, changes: 1435 mm to 1520 mm, cranes: 2, lift: 3 min}}\n"
    "activities: {control: {servers: 1, per: unit, lanes: {green: {share: 50 %, time: 10 min}, "
    "red: {share: 50 %, time: 1 h}}}}\n"
    "services: {east: {from: khorgos, to: almaty, every: 6 h, units: 3}}\n";

/// In memory where the system has a folder there: each export is brought to the disk.
fs::path scratch() {
  constexpr char const* kMemory = "/dev/shm";
  return access(kMemory, W_OK) == 0 ? fs::path{kMemory} : fs::temp_directory_path();
}

/// A folder that goes with the program.
class Folder {
 public:
  Folder() {
    auto path = (scratch() / "caravan-fuzz-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error{"cannot make " + path};
    path_ = path;
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(std::string const& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

std::string content(std::string const& path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  std::string bytes(file ? static_cast<std::size_t>(file.tellg()) : 0, '\0');
  file.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

void write(std::string const& path, std::string const& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

std::string make_database() {
  Folder const folder;
  auto const loaded = scenario::load_text("border.yaml", kBorder);
  if (!loaded.scenario) throw std::runtime_error{render(loaded.diagnostics)};
  RunTables tables{*loaded.scenario, {}, folder.file("")};
  Recorder recorder{{&tables}};
  model::RunOptions options;
  options.observers = {&recorder};
  auto const answer = experiment::run(*loaded.scenario, options);
  recorder.finish();
  auto const table = experiment::tabulate({experiment::record_of(*loaded.scenario, answer)});
  tables.finish({"1.2.3", *loaded.scenario, loaded, answer, table});
  return content(folder.file(kRunDatabaseName));
}

/// What a line of changes may not do: reach other files, or go on for ever.
class Editor {
 public:
  explicit Editor(std::string const& path) {
    sqlite3* handle = nullptr;
    auto const code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) return;
    run("PRAGMA journal_mode = OFF");
    run("PRAGMA synchronous = OFF");
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 20);
    sqlite3_set_authorizer(handle, allowed, nullptr);
    sqlite3_progress_handler(handle, kStepsBetween, gone_on_for_long, this);
  }
  void run(std::string const& sql) {
    breaths_ = 0;
    sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  }

 private:
  static constexpr int kStepsBetween = 1000;
  static constexpr int kMostBreaths = 100;
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  static int allowed(void*, int action, char const*, char const*, char const*, char const*) {
    bool const outside = action == SQLITE_ATTACH || action == SQLITE_DETACH ||
                         action == SQLITE_PRAGMA || action == SQLITE_CREATE_VTABLE;
    return outside ? SQLITE_DENY : SQLITE_OK;
  }
  static int gone_on_for_long(void* self) {
    return ++static_cast<Editor*>(self)->breaths_ > kMostBreaths ? 1 : 0;
  }

  std::unique_ptr<sqlite3, Close> handle_;
  int breaths_ = 0;
};

std::optional<std::size_t> number(std::string_view& text, int base) {
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

/// `@OFFSET HEX`, the offset taken round.
void overwrite(std::string& bytes, std::string_view words) {
  auto at = number(words, 10);
  if (!at || bytes.empty()) return;
  while (!words.empty() && words.front() == ' ') words.remove_prefix(1);
  for (; words.size() >= 2; words.remove_prefix(2)) {
    auto digits = words.substr(0, 2);
    auto const byte = number(digits, 16);
    if (!byte) return;
    bytes[(*at)++ % bytes.size()] = static_cast<char>(*byte);
  }
}

void cut(std::string& bytes, std::string_view words) {
  if (auto const size = number(words, 10)) bytes.resize(std::min(bytes.size(), *size));
}

void change(std::string const& path, std::string_view changes) {
  while (!changes.empty()) {
    auto const end = std::min(changes.find('\n'), changes.size());
    auto const line = changes.substr(0, end);
    changes.remove_prefix(std::min(end + 1, changes.size()));
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '@' || line.front() == '<') {
      auto bytes = content(path);
      (line.front() == '@' ? overwrite : cut)(bytes, line.substr(1));
      write(path, bytes);
    } else {
      std::string sql{line};
      std::transform(sql.begin(), sql.end(), sql.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      });
      // It writes a file under any name.
      if (sql.find("vacuum") == std::string::npos) Editor{path}.run(std::string{line});
    }
  }
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto const character = first_character(text);
    if (!character.valid) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

std::string fault_of_log(std::string const& text) {
  constexpr std::size_t kCells = 8;
  std::size_t cells = 1;
  bool quoted = false;
  for (char const c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',') ++cells;
    if (c == '\n' && std::exchange(cells, 1) != kCells) return "a line of the log is not whole";
  }
  if (quoted || !text.ends_with('\n')) return "the log does not end";
  return is_utf8(text) ? "" : "the log is no UTF-8";
}

template <class Export>
std::string outcome(std::string const& path, Export make,
                    std::string (*fault)(std::string const&)) {
  std::error_code ignored;
  fs::remove(path, ignored);
  try {
    make(path);
  } catch (DatabaseError const& error) {
    bool const named = std::string_view{error.what()}.find(".sqlite") != std::string_view::npos;
    return named ? "" : std::string{"it is not said which file: "} + error.what();
  } catch (std::exception const& error) {
    return std::string{"an exception of another kind: "} + error.what();
  }
  return fault(content(path));
}

}  // namespace

std::string const& sound_database() {
  static std::string const database = make_database();
  return database;
}

std::string run_database(std::string_view changes) {
  static Folder const folder;
  auto const run = folder.file("run.sqlite");
  write(run, sound_database());
  change(run, changes);
  for (auto const cases : {Cases::trains, Cases::units, Cases::trucks}) {
    auto fault = outcome(
        folder.file("log.csv"), [&](std::string const& path) { write_event_log(run, cases, path); },
        fault_of_log);
    if (!fault.empty()) return fault;
  }
  auto fault = outcome(
      folder.file("ocel.json"),
      [&](std::string const& path) { write_ocel(run, OcelForm::json, path); },
      [](std::string const& text) {
        return std::string{nlohmann::json::accept(text) ? "" : "the JSON is not well-formed"};
      });
  if (!fault.empty()) return fault;
  return outcome(
      folder.file("ocel.sqlite"),
      [&](std::string const& path) { write_ocel(run, OcelForm::sqlite, path); },
      [](std::string const& bytes) { return std::string{bytes.empty() ? "no database" : ""}; });
}

}  // namespace caravan::output::fuzz
