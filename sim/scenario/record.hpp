/// A record of named fields, built one field after the other, and itself a type.
///
/// Each field is declared once: the check for unknown keys, the binder, the reference page,
/// `explain` and the JSON Schema all come from here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "scenario/type.hpp"

namespace caravan::scenario {

using KeyTest = std::function<bool(std::string_view)>;

/// Reports unknown and missing keys of the map `node`; true if it is a map. `further` accepts keys
/// beyond those of the record; it may be empty.
bool check_keys(Node const& node, RecordText const& record, KeyTest const& further, Reader& reader);

template <class T>
class Record {
 public:
  Record(std::string name, std::string sentence) {
    text_.name = std::move(name);
    text_.sentence = std::move(sentence);
  }

  template <class Member, class Owner, class V>
  Record& required(std::string key, Member Owner::* member, Type<V> const& type, Says says) {
    return add(std::move(key), member, type, std::move(says), true, {});
  }
  template <class Member, class Owner, class V>
  Record& optional(std::string key, Member Owner::* member, Type<V> const& type, Says says) {
    return add(std::move(key), member, type, std::move(says), false, {});
  }
  /// Absent means `fallback`, which is YAML and is read like any other value.
  template <class Member, class Owner, class V>
  Record& defaulted(std::string key, Member Owner::* member, Type<V> const& type,
                    std::string fallback, Says says) {
    return add(std::move(key), member, type, std::move(says), false, std::move(fallback));
  }
  /// A key that another part reads; only described here.
  Record& described(std::string key, std::string type, std::string json, Says says) {
    text_.fields.push_back({std::move(key),
                            std::move(type),
                            std::move(json),
                            std::move(says.sentence),
                            false,
                            {},
                            std::move(says.example),
                            nullptr,
                            false});
    readers_.push_back([](T&, Node const&, Reader&) { return true; });
    return *this;
  }
  /// Further keys that match a pattern, e.g. `mon-fri`.
  Record& further(std::string says, std::string pattern, std::string sentence, std::string json,
                  KeyTest matches, std::function<void(T&, Entry const&, Reader&)> read) {
    text_.pattern = std::move(pattern);
    text_.pattern_says = std::move(says);
    text_.pattern_sentence = std::move(sentence);
    text_.pattern_json = std::move(json);
    matches_ = std::move(matches);
    read_further_ = std::move(read);
    return *this;
  }

  [[nodiscard]] Type<T> type() const {
    Type<T> type;
    type.inside = std::make_shared<RecordText const>(text_);
    type.says = text_.name;
    type.json = R"({"$ref": "#/definitions/)" + text_.name + R"("})";
    type.read = [self = *this, text = type.inside](Node const& node, Reader& reader) {
      return self.read(node, *text, reader);
    };
    return type;
  }

 private:
  using ReadField = std::function<bool(T&, Node const&, Reader&)>;

  template <class Member, class Owner, class V>
  Record& add(std::string key, Member Owner::* member, Type<V> const& type, Says says,
              bool required, std::string fallback) {
    static_assert(std::is_base_of_v<Owner, T>);
    text_.fields.push_back({std::move(key), type.says, type.json, std::move(says.sentence),
                            required, std::move(fallback), std::move(says.example), type.inside,
                            type.keyed, type.table});
    readers_.push_back([member, read = type.read, example = text_.fields.back().example](
                           T& record, Node const& node, Reader& reader) {
      std::string_view const outer = std::exchange(reader.example, example);
      auto value = read(node, reader);
      reader.example = outer;
      if (!value) return false;
      keep(record.*member, std::move(*value), node.mark);
      return true;
    });
    return *this;
  }

  std::optional<T> read(Node const& node, RecordText const& text, Reader& reader) const;

  RecordText text_;
  std::vector<ReadField> readers_;
  KeyTest matches_;
  std::function<void(T&, Entry const&, Reader&)> read_further_;
};

template <class T>
std::optional<T> Record<T>::read(Node const& node, RecordText const& text, Reader& reader) const {
  if (!check_keys(node, text, matches_, reader)) return std::nullopt;
  T record;
  bool sound = true;
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    if (Node const* const value = node.find(text.fields[i].key)) {
      sound = readers_[i](record, *value, reader) && sound;
    } else {
      sound = sound && !text.fields[i].required;
    }
  }
  if (read_further_) {
    for (Entry const& entry : node.entries) {
      if (matches_(entry.key)) read_further_(record, entry, reader);
    }
  }
  if (!sound) return std::nullopt;
  return record;
}

}  // namespace caravan::scenario
