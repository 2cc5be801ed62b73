// The JSON form of OCEL 2.0: www.ocel-standard.org, "OCEL 2.0 specification", section 5.

#include <utility>

#include "caravan/output/json.hpp"

#include "output/ocel.hpp"

namespace caravan::output {

namespace {

constexpr char const* kAlways = "1970-01-01T00:00:00Z";

std::string iso(std::string const& time) {
  auto text = time;
  if (auto const blank = text.find(' '); blank != std::string::npos) text[blank] = 'T';
  return text + 'Z';
}

void add_type(std::string& text, std::string_view name,
              std::vector<std::string> const& attributes) {
  text += "{\"name\": " + json_string(name) + ", \"attributes\": [";
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    text += (i == 0 ? "" : ", ");
    text += "{\"name\": " + json_string(attributes[i]) + ", \"type\": \"string\"}";
  }
  text += "]}";
}

void add_attribute(std::string& text, char const* name, std::string const& value, bool& first) {
  if (value.empty()) return;
  text += std::string{first ? "" : ", "} + "{\"name\": \"" + name +
          "\", \"value\": " + json_string(value) + '}';
  first = false;
}

void add_relationship(std::string& text, std::string_view object, std::string_view qualifier,
                      bool first) {
  text += std::string{first ? "" : ", "} + "{\"objectId\": " + json_string(object) +
          ", \"qualifier\": " + json_string(qualifier) + '}';
}

}  // namespace

OcelJson::OcelJson(std::string const& path) : file_{path} {
  file_.text() += "{\n\"events\": [\n";
}

void OcelJson::object(OcelObject const& object) {
  objects_.push_back(object);
}

void OcelJson::event(OcelEvent const& event) {
  types_.insert(event.type);
  auto& text = file_.text();
  if (!std::exchange(first_, false)) text += ",\n";
  text += "{\"id\": \"e" + std::to_string(event.number) +
          "\", \"type\": " + json_string(event.type) + ", \"time\": \"" + iso(event.time) +
          "\", \"attributes\": [";
  bool first = true;
  add_attribute(text, "place", event.place, first);
  add_attribute(text, "link", event.link, first);
  text += "], \"relationships\": [";
  for (std::size_t i = 0; i < event.parts.size(); ++i) {
    add_relationship(text, event.parts[i].object, event.parts[i].qualifier, i == 0);
  }
  text += "]}";
  file_.write_if_much();
}

void OcelJson::relation(std::string const& source, std::string const& target,
                        std::string_view qualifier) {
  relations_[source].emplace_back(target, qualifier);
}

void OcelJson::write_object(OcelObject const& object) {
  auto& text = file_.text();
  text += "{\"id\": " + json_string(object.id) +
          ", \"type\": " + json_string(output::name_of(object.type)) + ", \"attributes\": [";
  auto const names = attributes_of(object.type);
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += std::string{i == 0 ? "" : ", "} + "{\"name\": " + json_string(names[i]) +
            ", \"time\": \"" + kAlways + "\", \"value\": " + json_string(object.attributes[i]) +
            '}';
  }
  text += "], \"relationships\": [";
  bool first = true;
  for (auto const& [target, qualifier] : relations_[object.id]) {
    add_relationship(text, target, qualifier, std::exchange(first, false));
  }
  text += "]}";
  file_.write_if_much();
}

void OcelJson::finish() {
  auto& text = file_.text();
  text += "\n],\n\"objects\": [\n";
  std::set<OcelType> used;
  for (auto const& object : objects_) {
    if (&object != &objects_.front()) text += ",\n";
    used.insert(object.type);
    write_object(object);
  }
  text += "\n],\n\"eventTypes\": [\n";
  bool first = true;
  for (auto const& type : types_) {
    if (!std::exchange(first, false)) text += ",\n";
    add_type(text, type, {"place", "link"});
  }
  text += "\n],\n\"objectTypes\": [\n";
  first = true;
  for (auto const type : used) {
    if (!std::exchange(first, false)) text += ",\n";
    add_type(text, output::name_of(type), attributes_of(type));
  }
  text += "\n]\n}\n";
  file_.close();
}

}  // namespace caravan::output
