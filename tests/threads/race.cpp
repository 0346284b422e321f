// Two threads write one number. A test expects the sanitizer to end this: one that is asleep would
// pass everything else.

#include <thread>

int main() {
  int number = 0;
  std::thread other([&] { number = 1; });
  number = 2;
  other.join();
  return number == 0 ? 1 : 0;
}
