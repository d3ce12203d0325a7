#include "base/json/position.h"

#include "base/utf8.h"

namespace sellsign {

void Position::pass(std::string_view part) {
  for (const char c : part) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if (!continues_character(c)) {
      ++column;
    }
  }
}

}  // namespace sellsign
