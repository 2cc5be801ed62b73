#include "scenario/tree.hpp"

#include <algorithm>

#include "caravan/core/utf8.hpp"

#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kDefault = "default";

FieldText const* field_of(RecordText const* record, std::string_view key) {
  if (record == nullptr) return nullptr;
  for (FieldText const& field : record->fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

/// Place of `key` in its record; beyond the last for keys of other kinds.
std::size_t rank_of(RecordText const* record, std::string_view key) {
  if (record == nullptr) return 0;
  for (std::size_t i = 0; i < record->fields.size(); ++i) {
    if (record->fields[i].key == key) return i;
  }
  return record->fields.size();
}

/// Calls `visit(child, its record or null, keyed)` for each value of the map `node`.
template <class Visit>
void for_each_child(Node& node, RecordText const* record, Visit visit) {
  for (Entry& entry : node.entries) {
    FieldText const* const field = field_of(record, entry.key);
    visit(entry.value, field != nullptr ? field->inside.get() : nullptr,
          field != nullptr && field->keyed);
  }
}

/// No file may hold it as it stands (`document_bytes.cpp`).
bool must_be_escaped(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

bool has_controls(std::string_view text) {
  while (!text.empty()) {
    auto const next = first_character(text);
    if (next.valid && must_be_escaped(next.code)) return true;
    text.remove_prefix(next.bytes);
  }
  return false;
}

bool needs_quotes(Node const& node, bool in_flow) {
  std::string const& text = node.text;
  if (node.quoted || text.empty() || has_controls(text)) return true;
  if (std::string_view{"-?:,[]{}#&*!|>'\"%@`"}.find(text.front()) != std::string_view::npos) {
    bool const number = text.front() == '-' && text.size() > 1 && text[1] != ' ';
    if (!number) return true;
  }
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return true;
  if (in_flow && text.find_first_of(",[]{}") != std::string::npos) return true;
  return text.find(": ") != std::string::npos || text.find(" #") != std::string::npos;
}

std::string in_double_quotes(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  while (!text.empty()) {
    auto const next = first_character(text);
    if (text.front() == '"' || text.front() == '\\') {
      out += '\\';
      out += text.front();
    } else if (text.front() == '\n') {
      out += "\\n";
    } else if (text.front() == '\t') {
      out += "\\t";
    } else if (next.valid && must_be_escaped(next.code)) {
      out += "\\x";
      out += kDigits[next.code >> 4U];
      out += kDigits[next.code & 0xfU];
    } else {
      out += text.substr(0, next.bytes);
    }
    text.remove_prefix(next.bytes);
  }
  return out + '"';
}

std::string scalar_text(Node const& node, bool in_flow) {
  return needs_quotes(node, in_flow) ? in_double_quotes(node.text) : node.text;
}

std::string key_text(std::string const& key) {
  Node node;
  node.text = key;
  return scalar_text(node, true);
}

std::string flow(Node const& node, bool in_flow) {
  if (node.is_scalar()) return scalar_text(node, in_flow);
  std::string out;
  for (Node const& item : node.items) out += (out.empty() ? "" : ", ") + flow(item, true);
  if (node.is_list()) return "[" + out + "]";
  for (Entry const& entry : node.entries) {
    out += (out.empty() ? "" : ", ") + key_text(entry.key) + ": " + flow(entry.value, true);
  }
  return "{" + out + "}";
}

bool is_leaf(Node const& node) {
  return !node.is_map() || node.entries.empty() || is_distribution(node);
}

void write_block(Node const& node, std::string const& indent, std::string& out) {
  for (Entry const& entry : node.entries) {
    out += indent + key_text(entry.key) + ":";
    if (is_leaf(entry.value)) {
      out += " " + line_of(entry.value) + "\n";
    } else {
      out += "\n";
      write_block(entry.value, indent + "  ", out);
    }
  }
}

using ActOnValue = std::function<void(std::string const&, Node const&)>;

/// A key comes where the paths that begin with it do: `kz.speed` is after `kz-south.speed`.
void visit_by_path(Node& node, std::string& path, ActOnValue const& act) {
  std::sort(node.entries.begin(), node.entries.end(), [](Entry const& a, Entry const& b) {
    auto const ends = [](Entry const& entry) { return is_leaf(entry.value) ? "" : "."; };
    auto const shared = std::min(a.key.size(), b.key.size());
    auto const order = a.key.compare(0, shared, b.key, 0, shared);
    return order != 0 ? order < 0 : a.key.substr(shared) + ends(a) < b.key.substr(shared) + ends(b);
  });
  auto const before = path.size();
  for (Entry& entry : node.entries) {
    path += before == 0 ? entry.key : "." + entry.key;
    is_leaf(entry.value) ? act(path, entry.value) : visit_by_path(entry.value, path, act);
    path.resize(before);
  }
}

void collect(Node const& node, std::string const& path, std::vector<ResolvedValue>& values) {
  for (Entry const& entry : node.entries) {
    std::string const here = path.empty() ? entry.key : path + "." + entry.key;
    if (is_leaf(entry.value)) {
      values.push_back({here, line_of(entry.value), origin_of(entry.value.mark)});
    } else {
      collect(entry.value, here, values);
    }
  }
}

}  // namespace

Node default_node(std::string const& text) {
  Mark mark;
  mark.file = std::make_shared<SourceFile const>(SourceFile{kDefault, text});
  mark.line = 1;
  mark.column = 1;
  Node node = scalar_node(text, std::move(mark));
  if (text == "{}") {
    node.kind = Kind::map;
    node.text.clear();
  }
  return node;
}

void put_at(Node& node, Mark const& mark) {
  node.mark = mark;
  for (Node& item : node.items) put_at(item, mark);
  for (Entry& entry : node.entries) {
    entry.key_mark = mark;
    put_at(entry.value, mark);
  }
}

namespace {

/// The defaults of a record; things of one section share them.
std::vector<Entry> defaults_of(RecordText const& record) {
  std::vector<Entry> defaults;
  for (FieldText const& field : record.fields) {
    if (field.fallback.empty()) continue;
    Node value = default_node(field.fallback);
    Mark const mark = value.mark;
    defaults.push_back({field.key, mark, std::move(value)});
  }
  return defaults;
}

void fill_with(std::vector<Entry> const& defaults, Node& node, RecordText const& record) {
  if (node.is_blank()) node.kind = Kind::map;
  if (!node.is_map()) return;
  node.entries.reserve(node.entries.size() + defaults.size());
  for (Entry const& fallback : defaults) {
    if (node.find(fallback.key) == nullptr) node.entries.push_back(fallback);
  }
  for_each_child(node, &record, [](Node& child, RecordText const* inside, bool is_keyed) {
    if (inside == nullptr) return;
    if (!is_keyed) {
      if (child.is_map()) fill_defaults(child, *inside);
      return;
    }
    auto const shared = defaults_of(*inside);
    for (Entry& thing : child.entries) {
      bool const open = !thing.value.is_scalar() || thing.value.is_blank();
      if (open) fill_with(shared, thing.value, *inside);
    }
  });
}

}  // namespace

void fill_defaults(Node& node, RecordText const& record) {
  fill_with(defaults_of(record), node, record);
}

void drop_defaults(Node& node, RecordText const& record) {
  for_each_child(node, &record, [](Node& child, RecordText const* inside, bool is_keyed) {
    if (inside == nullptr || !child.is_map()) return;
    if (!is_keyed) return drop_defaults(child, *inside);
    for (Entry& thing : child.entries) drop_defaults(thing.value, *inside);
  });
  std::erase_if(node.entries, [&record](Entry const& entry) {
    FieldText const* const field = field_of(&record, entry.key);
    if (field == nullptr || field->keyed) return false;
    bool const empty = field->inside && entry.value.is_map() && entry.value.entries.empty();
    return empty || (!field->fallback.empty() && line_of(entry.value) == field->fallback);
  });
}

void sort_keys(Node& node, RecordText const* record) {
  std::sort(node.entries.begin(), node.entries.end(), [record](Entry const& a, Entry const& b) {
    auto const first = rank_of(record, a.key);
    auto const second = rank_of(record, b.key);
    return first != second ? first < second : a.key < b.key;
  });
  for_each_child(node, record, [](Node& child, RecordText const* inside, bool is_keyed) {
    if (!is_keyed) return sort_keys(child, inside);
    sort_keys(child, nullptr);
    for (Entry& thing : child.entries) sort_keys(thing.value, inside);
  });
  for (Node& item : node.items) sort_keys(item, nullptr);
}

bool is_distribution(Node const& node) {
  if (!node.is_map() || node.entries.size() != 1) return false;
  auto const& forms = law_forms();
  return std::any_of(forms.begin(), forms.end(),
                     [&](LawForm const& form) { return form.name == node.entries.front().key; });
}

std::string line_of(Node const& node) {
  return flow(node, false);
}

std::string yaml_of(Node const& tree) {
  std::string out;
  write_block(tree, "", out);
  return out;
}

std::string origin_of(Mark const& mark) {
  if (!mark.file) return kDefault;
  auto const& name = mark.file->name;
  if (name == kDefault || name == kSetFlag || name == kWithFlag || mark.line == 0) return name;
  return name + ":" + std::to_string(mark.line);
}

void for_each_value_by_path(Node& tree, ActOnValue const& act) {
  std::string path;
  visit_by_path(tree, path, act);
}

std::vector<ResolvedValue> values_of(Node const& tree) {
  std::vector<ResolvedValue> values;
  collect(tree, "", values);
  return values;
}

}  // namespace caravan::scenario
