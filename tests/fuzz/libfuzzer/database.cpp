#include "tests/fuzz/database.hpp"

#include "tests/fuzz/libfuzzer/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
  return caravan::scenario::fuzz::run(caravan::output::fuzz::run_database, bytes, size);
}
