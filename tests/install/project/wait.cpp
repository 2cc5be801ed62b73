// A stranger's program: it knows the installed headers and nothing of the source tree.
#include <iostream>

#include "caravan/core/time.hpp"

int main() {
  auto const wait = caravan::Duration::hours(2) + caravan::Duration::rounded(1.8e6);
  std::cout << "two hours and a half are " << wait.count() << " ms\n";
}
