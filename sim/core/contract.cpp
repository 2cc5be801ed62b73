#include "caravan/core/contract.hpp"

#include <string_view>

namespace caravan {

namespace {

/// The path from the source tree on, so that a report does not depend on where the tree lies.
std::string_view inside_tree(std::string_view path) {
  for (std::string_view const root : {"/include/caravan/", "/sim/", "/tests/"}) {
    if (auto const at = path.rfind(root); at != std::string_view::npos) {
      return path.substr(at + 1);
    }
  }
  return path;
}

}  // namespace

void broken_contract(char const* promise, char const* file, int line) {
  throw Fault{std::string{"broken promise: "} + promise + " (" + std::string{inside_tree(file)} +
              ":" + std::to_string(line) + ")"};
}

}  // namespace caravan
