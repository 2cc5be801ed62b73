#include "tests/fuzz/libfuzzer/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
  return caravan::scenario::fuzz::run(caravan::scenario::fuzz::scenario_file, bytes, size);
}
