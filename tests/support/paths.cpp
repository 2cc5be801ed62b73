#include "tests/support/paths.hpp"

namespace caravan {

std::string source_folder() {
  return CARAVAN_SOURCE_DIR;
}

std::string program_path() {
  return CARAVAN_PROGRAM;
}

}  // namespace caravan
