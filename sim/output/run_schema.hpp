/// What a run database has besides its tables.
#pragma once

#include <cstdint>
#include <string>

#include "caravan/output/run_database.hpp"

namespace caravan::output {

/// `application_id` of a run database: "Crvn". `file` and SQLite's own tools show it.
inline constexpr std::int32_t kRunApplication = 0x4372766e;
/// `user_version`: grows when a table or column changes.
inline constexpr std::int32_t kRunVersion = 2;

/// SQL that makes a table; the database keeps it word for word.
[[nodiscard]] std::string sql_of(TableForm const& table);
/// SQL that makes the views.
[[nodiscard]] std::string run_views();

/// docs/reference/run-folder.md
[[nodiscard]] std::string run_folder_page();

}  // namespace caravan::output
