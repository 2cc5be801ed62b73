#include "caravan/scenario/listing.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <new>
#include <string_view>

#include <dirent.h>

namespace caravan::scenario {

Listing listing_of(std::string const& folder) {
  auto const close = [](DIR* stream) { closedir(stream); };
  std::unique_ptr<DIR, decltype(close)> const stream{opendir(folder.c_str()), close};
  if (stream) errno = 0;
  Listing listing;
  while (auto const* const entry = stream ? readdir(stream.get()) : nullptr) {
    std::string_view const name{&entry->d_name[0]};
    if (name != "." && name != "..") listing.names.emplace_back(name);
    errno = 0;
  }
  listing.error = errno;
  if (listing.error == ENOMEM) throw std::bad_alloc{};
  std::sort(listing.names.begin(), listing.names.end());
  return listing;
}

}  // namespace caravan::scenario
