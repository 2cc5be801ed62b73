#include "scenario/document.hpp"

#include <sstream>
#include <string>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "scenario/document_bytes.hpp"
#include "scenario/document_hints.hpp"
#include "scenario/document_tree.hpp"
#include "scenario/document_words.hpp"

namespace caravan::scenario {

namespace {

std::size_t offset_of(YAML::Mark const& mark) {
  return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

/// Passes the parser's events on to the tree.
class Events final : public YAML::EventHandler {
 public:
  explicit Events(TreeBuilder& tree) : tree_{tree} {}

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t) override { tree_.blank(offset_of(mark)); }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { tree_.alias(offset_of(mark)); }
  void OnAnchor(YAML::Mark const& mark, std::string const&) override {
    tree_.anchor(offset_of(mark));
  }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t,
                std::string const& value) override {
    check_tag(mark, tag);
    tree_.scalar(offset_of(mark), value, tag == "?");
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    tree_.open(offset_of(mark), Kind::list);
  }
  void OnSequenceEnd() override { tree_.close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    tree_.open(offset_of(mark), Kind::map);
  }
  void OnMapEnd() override { tree_.close(); }

 private:
  /// yaml-cpp marks plain values by the tag `?` and quoted ones by `!`, which may also be written.
  void check_tag(YAML::Mark const& mark, std::string const& tag) {
    bool const written = tag == "!" ? tree_.is_at('!', offset_of(mark)) : tag != "?";
    if (written) tree_.tag(offset_of(mark));
  }

  TreeBuilder& tree_;
};

/// Reports the beginning of any document.
class NoMoreDocuments final : public YAML::EventHandler {
 public:
  NoMoreDocuments(SourceText& source, Diagnostics& diagnostics)
      : source_{source}, diagnostics_{diagnostics} {}
  void OnDocumentStart(YAML::Mark const& mark) override {
    diagnostics_.error("second-document", source_.mark(offset_of(mark)),
                       "a second document begins here", "keep one scenario in a file");
    throw TreeBuilder::Stop{};
  }
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
  void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
  void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t,
                std::string const&) override {}
  void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  SourceText& source_;
  Diagnostics& diagnostics_;
};

/// yaml-cpp takes no key of more than 1024 characters; it then finds a `:` out of place.
constexpr std::uint32_t kLongestKey = 1024;

/// Points to where the fault may have begun, which can be far above.
void note_beginning(YAML::ParserException const& exception, SourceText& source,
                    TreeBuilder const& tree, Diagnostic& diagnostic) {
  auto& notes = diagnostic.notes;
  std::size_t const offset = offset_of(exception.mark);
  auto const other = exception.msg == YAML::ErrorMsg::END_OF_MAP
                         ? entry_indented_otherwise(source.text(), offset)
                         : std::nullopt;
  if (other) {
    notes.push_back(
        {"the entries above it begin here, and are indented more", source.mark(*other)});
  } else if (Mark const* const innermost = tree.innermost()) {
    notes.push_back({"within what begins here", *innermost});
  }
  std::optional<Mark> quote = tree.long_quote();
  if (!quote) {
    if (auto const open = quote_left_open(source.text(), offset)) quote = source.mark(*open);
  }
  if (quote) {
    notes.push_back(
        {"this quoted text goes on over several lines: is its closing quote missing?", *quote});
  }
}

/// Where the fault is: the parser stands behind the sign that it takes offence at.
std::size_t offset_of_fault(YAML::ParserException const& exception, std::string_view text) {
  std::size_t const offset = offset_of(exception.mark);
  char sign = '\0';
  if (exception.msg.starts_with("unknown escape") || exception.msg.starts_with("bad character") ||
      exception.msg.starts_with("invalid unicode")) {
    sign = '\\';
  } else if (exception.msg == YAML::ErrorMsg::ANCHOR_NOT_FOUND) {
    sign = '&';
  } else if (exception.msg == YAML::ErrorMsg::ALIAS_NOT_FOUND) {
    sign = '*';
  }
  auto const at =
      sign == '\0' || offset == 0 ? std::string_view::npos : text.rfind(sign, offset - 1);
  return at == std::string_view::npos ||
                 text.substr(at, offset - at).find('\n') != std::string_view::npos
             ? offset
             : at;
}

void report_syntax(YAML::ParserException const& exception, SourceText& source,
                   TreeBuilder const& tree, Diagnostics& diagnostics) {
  Reason const reason = reason_of(exception.msg);
  Mark const at = source.mark(offset_of_fault(exception, source.text()));
  bool const long_key = exception.msg == YAML::ErrorMsg::MAP_VALUE && at.column > kLongestKey;
  Diagnostic& diagnostic =
      long_key ? diagnostics.error(std::string{reason.code}, at, "this key is too long",
                                   "a key has at most 1024 characters")
               : diagnostics.error(std::string{reason.code}, at, std::string{reason.text},
                                   std::string{reason.help});
  note_beginning(exception, source, tree, diagnostic);
}

/// The tree, whether or not there were errors on the way.
std::optional<Node> parse(SourceText& source, Diagnostics& diagnostics) {
  std::istringstream stream{std::string{source.text()}};
  TreeBuilder tree{source, diagnostics};
  try {
    YAML::Parser parser{stream};
    Events events{tree};
    std::size_t const before = diagnostics.errors();
    if (parser.HandleNextDocument(events) && diagnostics.errors() == before) {
      NoMoreDocuments end{source, diagnostics};
      parser.HandleNextDocument(end);
    }
  } catch (TreeBuilder::Stop const&) {
    // What stopped it is reported already.
  } catch (YAML::ParserException const& exception) {
    // After a quote that is left open, the parser is out of step: what it says then is no help.
    if (!tree.quote_is_open()) report_syntax(exception, source, tree, diagnostics);
  }
  tree.report();
  return tree.take_top();
}

}  // namespace

std::optional<Node> read_value(SourceRef file, Diagnostics& diagnostics) {
  std::size_t const before = diagnostics.errors();
  if (file->text.size() > kMaxYamlBytes) {
    diagnostics.error("size", Mark{file, 0, 0, 1},
                      "the file is longer than " + std::to_string(kMaxYamlBytes) + " bytes",
                      "keep data in CSV files");
    return {};
  }
  SourceText source{std::move(file)};
  if (!check_characters(source, diagnostics) || !check_yaml_lines(source, diagnostics)) return {};
  std::optional<Node> top = parse(source, diagnostics);
  if (diagnostics.errors() > before) return {};
  if (!top) {
    bool const blank = source.text().find_first_not_of(" \t\r\n") == std::string_view::npos;
    diagnostics.error("empty", source.whole_file(),
                      blank ? "the file is empty" : "the file holds nothing but comments",
                      "begin with `schema: caravan/1`");
  }
  return top;
}

std::optional<Node> read_document(SourceRef file, Diagnostics& diagnostics) {
  std::optional<Node> top = read_value(std::move(file), diagnostics);
  if (!top || top->is_map()) return top;
  diagnostics.error("not-a-map", top->mark,
                    top->is_list() ? "a scenario is a map of keys, not a list"
                                   : "a scenario is a map of keys, not a single value",
                    "begin with `schema: caravan/1`");
  return {};
}

}  // namespace caravan::scenario
