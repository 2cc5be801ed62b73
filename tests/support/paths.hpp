/// Where the tests find what is not compiled into them.
///
/// One source file alone is told the paths: the objects of all others are the same in every
/// checkout, so that ccache can share them.
#pragma once

#include <string>

namespace caravan {

/// The root of the source tree, without a slash at its end.
[[nodiscard]] std::string source_folder();
/// The program `caravan` of this build.
[[nodiscard]] std::string program_path();

}  // namespace caravan
