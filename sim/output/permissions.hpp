/// Who may do what with a file that a run makes.
#pragma once

namespace caravan::output {

inline constexpr unsigned kReadableByAll = 0666U;  ///< less the umask

}  // namespace caravan::output
